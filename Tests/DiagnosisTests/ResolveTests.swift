import Diagnosis
import Knowledge
import TestSupport
import Testing

/// The attempt ends before a connection: names and next hops.
@Suite struct ResolveTests {
    private let names = NameFrames(client: "192.168.10.50")

    private func expect(
        _ frames: [TestFrame], _ responsible: Responsible, _ cause: String, or candidates: Set<Responsible>? = nil,
        location: SourceLocation = #_sourceLocation
    ) throws {
        let sessions = try Attempt.judged(frames)
        let session = try #require(sessions.first, sourceLocation: location)
        #expect(sessions.count == 1, sourceLocation: location)
        Soundness.check(session, at: location)
        #expect(session.verdict.cause == cause, sourceLocation: location)
        #expect(session.verdict.responsible == responsible, sourceLocation: location)
        #expect(session.verdict.stoppedAt == .resolve, sourceLocation: location)
        #expect(session.verdict.stageReached == nil, sourceLocation: location)
        if let candidates { #expect(Set(session.verdict.candidates) == candidates, sourceLocation: location) }
    }

    private func answered(_ name: String, _ code: UInt8) -> [TestFrame] {
        [names.query(name, second: 0), names.answer(name, .code(code), second: 0.02)]
    }

    @Test func mistypedName() throws {
        try expect(answered("smtp.ofice365.com", 3), .deviceConfig, "dns-nxdomain")
    }

    /// This name exists: a resolver that denies it is wrong, not the device.
    @Test(arguments: [(UInt8(3), "dns-nxdomain"), (0, "dns-no-address")])
    func knownNameIsDenied(_ code: UInt8, _ cause: String) throws {
        try expect(answered("smtp.office365.com", code), .dnsConfig, cause)
    }

    @Test func noAddress() throws {
        try expect(answered("mail.example.net", 0), .deviceConfig, "dns-no-address")
    }

    @Test func serverFailure() throws {
        try expect(answered("mail.example.net", 2), .dnsConfig, "dns-servfail")
    }

    @Test func refused() throws {
        try expect(answered("mail.example.net", 5), .dnsConfig, "dns-refused", or: [.deviceConfig])
    }

    @Test func silence() throws {
        try expect(
            [0, 5, 10].map { names.query("mail.example.net", second: $0) }, .unknown, "dns-server-silent",
            or: [.dnsConfig, .deviceConfig, .firewall, .isp, .networkPath])
    }

    @Test func gatewayDoesNotAnswer() throws {
        try expect(
            [0, 1, 2].map { NameFrames.arpRequest("192.168.10.50", asksFor: "192.168.10.254", second: $0) },
            .deviceConfig, "gateway-arp-unanswered")
    }

    /// An address that is no usual router's may be anybody's: possibly the gateway.
    @Test(arguments: [("192.168.10.254", Confidence.likely), ("192.168.10.77", .possible)])
    func anyAddressMayBeTheGateway(_ target: String, _ confidence: Confidence) throws {
        let address = try #require(FrameBuilder.Address(target))
        let sessions = try Attempt.judged(
            [0, 1, 2].map { NameFrames.arpRequest("192.168.10.50", asksFor: address, second: $0) })
        #expect(try #require(sessions.first).verdict.confidence == confidence)
    }

    /// A router looks for its hosts, and a scanner for all: neither is an attempt.
    @Test func whoAsksForOthersHasNoAttempt() throws {
        let router = [0, 1, 2].map { NameFrames.arpRequest("192.168.10.1", asksFor: "192.168.10.50", second: $0) }
        #expect(try Attempt.judged(router).isEmpty)
        let several = [0, 1, 2].flatMap { second in
            [
                NameFrames.arpRequest("192.168.10.50", asksFor: "192.168.10.7", second: second),
                NameFrames.arpRequest("192.168.10.50", asksFor: "192.168.10.8", second: second + 0.1),
            ]
        }
        #expect(try Attempt.judged(several).isEmpty)
    }

    /// DNS gave an address in the client's own network, and nobody has it.
    @Test func aServerOfTheOwnNetworkIsNotThere() throws {
        let found = names.answered("mail.example.net", by: "192.168.10.77")
        let asked = [1, 2, 3].map { NameFrames.arpRequest("192.168.10.50", asksFor: "192.168.10.77", second: $0) }
        let verdict = try #require(try Attempt.judged(found + asked).first).verdict
        #expect(verdict.cause == "host-unreachable")
        #expect(Set(verdict.candidates) == [.serverFault, .deviceConfig, .networkPath])
    }

    /// Before it takes an address, a host asks whether somebody has it (RFC 5227): silence is the good answer.
    @Test func addressProbeIsNoFault() throws {
        let sessions = try Attempt.judged(
            [0, 1, 2].map { NameFrames.arpRequest("0.0.0.0", asksFor: "192.168.10.50", second: $0) })
        #expect(sessions.allSatisfy { [.none, .unknown, .capture].contains($0.verdict.responsible) })
    }
}
