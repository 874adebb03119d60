import Packets
import Sessions
import Streams
import TestSupport
import Testing

@Suite struct NameLookupTests {
    private let dns = DNSFrames()
    private let mail = "smtp.example.org"

    private func lookup(_ frames: [TestFrame]) -> NameLookup? { Assembly(frames).sessions.first?.lookup }

    private func session() throws -> [TestFrame] {
        try TranscriptCapture().frames("S: 220 mx ESMTP\nC: QUIT\nS: 221 bye").map {
            $0.shifted(byNanoseconds: 1_000_000_000)
        }
    }

    @Test func bothTypesAreOneLookup() throws {
        let frames = [
            dns.query(mail, at: 0), dns.query(mail, type: 28, at: 0.001), dns.query(mail, at: 0.5),
            dns.answer("SMTP.Example.org", [.cname("mx.example.net"), .a(serverAddress)], at: 0.6),
            dns.answer(mail, type: 28, [.aaaa("2001:db8::25")], at: 0.61),
        ]
        let sessions = Assembly(frames + (try session())).sessions
        #expect(sessions.count == 1)
        let found = sessions.first?.lookup
        #expect(found?.name == "smtp.example.org")
        #expect(found?.outcome == .answered)
        #expect(found?.queries == 3)
        #expect(found?.addresses.map(\.description) == ["198.51.100.25", "2001:db8::25"])
        #expect(found?.aliases == ["mx.example.net"])
        #expect(found?.first.frame == 1)
        #expect(found?.resolvers.map(\.description) == ["192.168.10.1"])
        #expect(abs((found?.seconds ?? 0) - 0.6) < 0.001)
    }

    @Test(
        arguments: [
            (3, .noSuchName), (2, .serverFailure), (5, .refused), (0, .noAddress), (4, .otherError(4)),
        ] as [(UInt16, NameLookup.Outcome)])
    func failures(_ code: UInt16, _ outcome: NameLookup.Outcome) {
        let sessions = Assembly([dns.query(mail, at: 0), dns.answer(mail, code: code, at: 0.1)]).sessions
        #expect(sessions.count == 1)
        #expect(sessions.first?.lookup?.outcome == outcome)
        #expect(sessions.first?.connection == nil)
        #expect(sessions.first?.server == nil)
        #expect(sessions.first?.client.address.description == "192.168.10.50")
        #expect(sessions.first?.clientMAC?.description == "02:00:00:00:00:50")
    }

    @Test func silence() {
        let found = lookup([dns.query(mail, at: 0), dns.query(mail, at: 5), dns.query(mail, at: 10)])
        #expect(found?.outcome == .unanswered)
        #expect(found?.queries == 3)
        #expect(found?.answered == nil)
        #expect(found?.last.frame == 3)
    }

    /// That there is no IPv6 address does not hide what stopped the look-up of the other.
    @Test(arguments: [true, false])
    func theFailureOfOneType(ipv6First: Bool) {
        let answers = [dns.answer(mail, code: 2, at: 0.1), dns.answer(mail, type: 28, at: 0.1)]
        let queries = [dns.query(mail, at: 0), dns.query(mail, type: 28, at: 0)]
        #expect(lookup(queries + (ipv6First ? answers.reversed() : answers))?.outcome == .serverFailure)
    }

    @Test func nothingOfEitherType() {
        let queries = [dns.query(mail, at: 0), dns.query(mail, type: 28, at: 0)]
        let answers = [dns.answer(mail, at: 0.1), dns.answer(mail, type: 28, at: 0.1)]
        #expect(lookup(queries + answers)?.outcome == .noAddress)
        #expect(lookup(queries + answers.dropFirst())?.outcome == .unanswered, "the other answer may still come")
    }

    @Test func theSecondResolverKnows() {
        var second = DNSFrames()
        second.resolver = "192.168.10.2"
        let frames = [
            dns.query(mail, at: 0), dns.answer(mail, code: 2, at: 0.1), second.query(mail, at: 0.2),
            second.answer(mail, code: 3, at: 0.3),
        ]
        #expect(lookup(frames)?.outcome == .noSuchName)
        #expect(lookup(frames)?.resolvers.count == 2)
    }

    // MARK: - Which look-up belongs to a session

    @Test func theSessionsOwnLookup() throws {
        var other = DNSFrames()
        other.client = "192.168.10.77"
        let frames = [
            dns.query("mine.example", at: 0), dns.answer("mine.example", [.a(serverAddress)], at: 0.01),
            other.query("theirs.example", at: 0.02), other.answer("theirs.example", [.a(serverAddress)], at: 0.03),
        ]
        #expect(Assembly(frames + (try session())).sessions.map(\.lookup?.name) == ["mine.example"])
    }

    @Test func anotherDevicesLookupIsBetterThanNone() throws {
        var other = DNSFrames()
        other.client = "192.168.10.77"
        let frames = [other.query(mail, at: 0), other.answer(mail, [.a(serverAddress)], at: 0.03)]
        #expect(Assembly(frames + (try session())).sessions.first?.lookup?.name == mail)
    }

    @Test func anotherAddressIsAnotherStory() throws {
        let frames = [dns.query(mail, at: 0), dns.answer(mail, [.a("198.51.100.99")], at: 0.03)]
        let sessions = Assembly(frames + (try session())).sessions
        #expect(sessions.count == 1)
        #expect(sessions.first?.lookup == nil)
    }

    // MARK: - Which failure is an attempt to send mail

    @Test func onlyMailNamesWhereThereIsMore() {
        var other = DNSFrames()
        other.client = "192.168.10.77"
        let frames = [
            other.query("www.example.com", at: 0), other.answer("www.example.com", [.a("198.51.100.80")], at: 0.1),
            other.query("tracker.example.com", at: 1), other.answer("tracker.example.com", code: 3, at: 1.1),
            dns.query(mail, at: 2), dns.answer(mail, code: 3, at: 2.1),
        ]
        #expect(Assembly(frames).sessions.isEmpty)
        var options = SessionAssembler.Options()
        options.isMailHostName = { $0.hasPrefix("smtp.") }
        #expect(Assembly(frames, options: options).sessions.map(\.lookup?.name) == [mail])
    }

    @Test(arguments: ["smtp.example.org.office.lan", "smtp.example"])
    func aSearchSuffixIsNoFailure(_ tried: String) {
        var options = SessionAssembler.Options()
        options.isMailHostName = { $0.hasPrefix("smtp.") }
        let name = tried.hasSuffix("lan") ? mail : tried + ".office.lan"
        let frames = [
            dns.query(tried, at: 0), dns.answer(tried, code: 3, at: 0.1),
            dns.query(name, at: 0.2), dns.answer(name, [.a(serverAddress)], at: 0.3),
        ]
        #expect(Assembly(frames, options: options).sessions.isEmpty)
    }

    @Test func aConnectionAfterAFailureIsTheStory() throws {
        let frames = [dns.query(mail, at: 0), dns.query(mail, at: 0.5)]
        let sessions = Assembly(frames + (try session())).sessions
        #expect(sessions.count == 1)
        #expect(sessions.first?.connection != nil)
    }

    /// An attempt a minute later is another one.
    @Test func attemptsFarApart() {
        let frames = [0.0, 100, 200].flatMap { [dns.query(mail, at: $0), dns.answer(mail, code: 3, at: $0 + 0.1)] }
        #expect(Assembly(frames).sessions.count == 3)
    }

    @Test func addressesOfOneLookupHaveALimit() {
        var frames = [dns.query(mail, at: 0)]
        for index in 0..<20 {
            let records = (0..<20).map { host in
                DNSFrames.Record.a(FrameBuilder.Address("203.0.\(index).\(host)") ?? serverAddress)
            }
            frames.append(dns.answer(mail, records, at: 0.1))
        }
        frames += (try? session()) ?? []
        let session = Assembly(frames).sessions.first
        #expect(session?.lookup == nil)
        var lookups = [dns.query(mail, at: 0), dns.answer(mail, [.a(serverAddress)], at: 0.1)]
        lookups += frames
        #expect(Assembly(lookups).sessions.first?.lookup?.addresses.count == 64)
    }
}
