import Diagnosis
import Knowledge
import Sessions
import Streams
import TestSupport
import Testing

/// What the rules know of the server that the client asked for: its ports, and that it answers there.
@Suite struct ExpectedServerTests {
    private let refusal = "syn\nrst from server"

    @Test func aPortWhereTheServiceDoesNotAnswer() throws {
        let device = Attempt(port: 26, name: "contoso-com.mail.protection.outlook.com").with { $0.resetTTL = 119 }
        try device.expect(refusal, .failed, at: .connect, .deviceConfig, "wrong-port", by: .server, .likely)
    }

    @Test func silenceThereToo() throws {
        try Attempt(port: 465, name: "smtp.office365.com").expect(
            "syn\nwait 1s\nsyn\nwait 2s\nsyn", .failed, at: .connect, .deviceConfig, "wrong-port")
    }

    /// Two SYNs may be the beginning of a capture that goes on.
    @Test func aShortSilenceIsNone() throws {
        try Attempt(port: 465, name: "smtp.office365.com").expect(
            "syn\nwait 1s\nsyn", .unknown, at: .connect, .unknown, "syn-unanswered")
    }

    @Test func aServiceThatNeverRefusesThere() throws {
        let session = try Attempt(port: 587, name: "smtp.office365.com").with { $0.resetTTL = 119 }.expect(
            refusal, .failed, at: .connect, .dnsConfig, "dns-wrong-address",
            or: [.deviceConfig, .serverFault, .firewall, .isp], .possible)
        #expect(session.verdict.evidence.contains { $0.text.contains("answered 198.51.100.25 for smtp.office365.com") })
    }

    /// A firewall behind one router of the site refuses with TTL 63: its refusal tells nothing of the address.
    @Test func aRefusalFromNearbyBlamesNoAddress() throws {
        let session = try Attempt(port: 587, name: "smtp.office365.com").with { $0.resetTTL = 63 }.session(refusal)
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates.contains(.firewall))
    }

    @Test func aServerThatNoRuleKnowsMayBeTheWrongOne() throws {
        try Attempt(name: "mail.example.net").expect(
            "syn\nwait 1s\nsyn", .unknown, at: .connect, .unknown, "syn-unanswered",
            or: [.firewall, .isp, .networkPath, .serverFault, .deviceConfig])
    }

    /// The same attempt's other connections are told, and whether they came about.
    @Test func otherAttemptsAreTold() throws {
        let dark = try Attempt(port: 25, name: "mail.example.net").frames("syn\nwait 1s\nsyn")
        var open = TranscriptCapture(from: 50_001, to: 587)
        open.server.ttl = 119
        let works = try open.frames("S: 220 mail.example.net ESMTP\nC: QUIT\nS: 221 bye\nclose from server").map {
            $0.shifted(byNanoseconds: 3_000_000_000)
        }
        let session = try #require(
            Attempt.judged(dark.merged(with: works)).first { $0.session.server?.port == 25 })
        Soundness.check(session, at: #_sourceLocation)
        let texts = session.verdict.evidence.map(\.text)
        #expect(texts.contains("198.51.100.25 accepts connections on port 587"))
        #expect(texts.contains { $0.hasPrefix("other attempts of this client") && $0.contains(":587 connected") })
        #expect(session.verdict.responsible == .unknown)
    }
}
