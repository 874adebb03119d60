import Diagnosis
import TestSupport
import Testing

/// Whom the evidence clears, and whom it must not.
@Suite struct ClearanceTests {
    private func parties(_ session: DiagnosedSession) -> Set<ClearableParty> {
        Set(session.verdict.cleared.map(\.party))
    }

    private let blocked =
        Script.mail + "C: RCPT TO:<a@example.net>\nS: 550 5.7.1 Client host [203.0.113.10] blocked using Spamhaus\n"
        + Script.quit

    @Test func blocklistClearsThePathAndTheDevice() throws {
        let session = try Attempt(name: "mail.example.net").session(blocked)
        #expect(parties(session) == [.device, .firewall, .isp, .networkPath, .dns, .credentials])
        let firewall = session.verdict.cleared.first { $0.party == .firewall }
        #expect(firewall?.frames.isEmpty == false)
    }

    @Test func deliveryClearsEverybodyItShows() throws {
        let session = try Attempt(name: "mail.example.net").session(Script.accepted + Script.quit)
        #expect(
            parties(session).isSuperset(of: [.device, .server, .firewall, .isp, .networkPath, .dns, .reputation]))
    }

    @Test func retransmissionsAreTold() throws {
        let session = try Attempt().session(Script.ehlo + "retransmit from server\n" + Script.quit)
        #expect(session.verdict.cleared.contains { $0.party == .isp && $0.because.contains("repeated") })
    }

    @Test func aBoxThatAnswersForTheServerIsNotCleared() throws {
        let session = try Attempt().with { $0.transcript.server.ttl = 64 }.session(blocked)
        #expect(parties(session).isDisjoint(with: [.firewall, .isp, .networkPath]))
    }

    @Test func silenceClearsNobodyOnThePath() throws {
        let session = try Attempt().session("syn\nwait 1s\nsyn")
        #expect(parties(session).isDisjoint(with: [.firewall, .isp, .networkPath, .server]))
    }

    @Test func aDamagedCaptureClearsNobody() throws {
        let session = try Attempt(name: "mail.example.net").with { $0.snapLength = 54 }.session(
            "connect\nS: 220 ready\nC: QUIT")
        #expect(session.verdict.responsible == .capture)
        #expect(session.verdict.cleared.isEmpty)
    }

    @Test func theDeviceThatIsAtFaultIsNotCleared() throws {
        let session = try Attempt().session(
            Script.greeting + "C: EHLO copier_2\nS: 501 5.5.4 Invalid domain name\n" + Script.quit)
        #expect(!parties(session).contains(.device))
    }
}
