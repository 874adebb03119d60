import Diagnosis
import Knowledge
import SMTP
import Sessions
import TestSupport
import Testing

/// Breaks under TLS without keys: what TCP shows is judged as in the clear, the stage where lengths tell it.
@Suite struct HiddenBreakTests {
    private let dark = Dark()
    private let far: Set<Responsible> = [.firewall, .isp, .networkPath, .serverFault]

    /// Up to the reply to MAIL.
    private var mail: String { dark.login(dark.microsoft365.ehloReply) + " S37 C34 S21" }

    private func script(_ records: String, _ end: String) -> String {
        dark.session(dark.microsoft365.script, records, end: end)
    }

    private func attempt() -> Attempt { Attempt(port: 587) }

    private func expect(
        _ script: String, _ attempt: Attempt? = nil, at stage: Stage?, _ responsible: Responsible, _ cause: String,
        or candidates: Set<Responsible>? = nil, location: SourceLocation = #_sourceLocation
    ) throws -> DiagnosedSession {
        let session = try (attempt ?? self.attempt()).session(script, at: location)
        let verdict = session.verdict
        #expect(verdict.cause == cause, sourceLocation: location)
        #expect(verdict.responsible == responsible, sourceLocation: location)
        #expect(verdict.stoppedAt == stage, sourceLocation: location)
        #expect(verdict.confidence != .proven, sourceLocation: location)
        if let candidates { #expect(Set(verdict.candidates) == candidates, sourceLocation: location) }
        #expect(session.isInferred == (stage != nil), sourceLocation: location)
        // Nobody is cleared by words that nobody read.
        #expect(!verdict.cleared.contains { $0.party == .device }, sourceLocation: location)
        return session
    }

    // MARK: - Lengths tell the stage

    @Test func theServerClosesInsteadOfAnswering() throws {
        let session = try expect(
            script(mail + " C33", "close from server"), at: .rcpt, .serverFault, "server-closed-without-reply")
        #expect(session.verdict.endedBy == .server)
        #expect(session.verdict.evidence.contains { !$0.isInferred })
        #expect(session.verdict.evidence.contains { $0.isInferred })
    }

    @Test func theServerNeverAnswers() throws {
        _ = try expect(
            script(mail + " C33", "wait 60s\nclose from client"), at: .rcpt, .serverFault, "no-reply")
    }

    @Test func noAnswerToTheMessage() throws {
        _ = try expect(
            script(mail + " C33 S24 C6 S46 C5000 C3", "wait 400s\nclose from client"), at: .accepted, .unknown,
            "no-reply-after-message", or: far)
    }

    @Test func resetByTheFirewallAmidTheMessage() throws {
        let attempt = attempt().with { $0.resetTTL = 64 }
        let session = try expect(
            script(mail + " C33 S24 C6 S46 C5000", "rst from server"), attempt, at: .accepted, .firewall,
            "firewall-injects-reset")
        #expect(session.verdict.endedBy == .network)
    }

    @Test func resetUnderTheServersAddress() throws {
        _ = try expect(
            script(mail + " C33 S24 C6 S46 C5000", "rst from server"), at: .accepted, .unknown, "reset-mid-data",
            or: far)
    }

    // MARK: - No length fits, and the break shows all the same

    private static let strange = "C61 S83 C47 S59 C71"

    @Test func closedAtAnUnknownStage() throws {
        let session = try expect(
            script(Self.strange, "close from server"), at: nil, .serverFault, "server-closed-without-reply")
        #expect(session.verdict.outcome == .failed)
        #expect(session.verdict.cannotShow.contains { $0.contains("which stage") })
    }

    @Test func silentAtAnUnknownStage() throws {
        _ = try expect(script(Self.strange, "wait 60s\nclose from client"), at: nil, .serverFault, "no-reply")
    }

    /// A firewall drops an established session: nothing is acknowledged any more.
    @Test func droppedAtAnUnknownStage() throws {
        let lost = "wait 1s\nretransmit from client\nwait 2s\nretransmit from client\nwait 90s"
        let opening = script("C61 S83 C47 S59", "acks off")
        let session = try expect(
            opening + "\n" + dark.records("C71") + "\n" + lost, at: nil, .unknown, "no-reply", or: far)
        #expect(!session.verdict.cleared.contains { [.firewall, .isp, .networkPath].contains($0.party) })
    }

    /// Only small segments pass; the server gives up in the end.
    @Test func largeSegmentsVanish() throws {
        let attempt = attempt().with {
            $0.damage = { $0.acknowledgingLess(by: 1_460, inLast: 2, before: 1) }
        }
        let opening = script("C61 S83 C47 S59 C71 S24 C6 S46", "acks off")
        let session = try attempt.session(
            opening + "\n" + dark.records("C1431")
                + "wait 1s\nretransmit from client\nwait 300s\nretransmit from client\nack from server\n"
                + dark.records("S70")
                + "\nack from client")
        #expect(session.verdict.cause == "mtu-black-hole")
        #expect(Set(session.verdict.candidates) == [.firewall, .isp, .networkPath])
    }

    @Test func resetByTheFirewallAtAnUnknownStage() throws {
        let attempt = attempt().with { $0.resetTTL = 64 }
        _ = try expect(script(Self.strange, "rst from server"), attempt, at: nil, .firewall, "firewall-injects-reset")
    }

    /// Who waits for seconds only has hardly shown that the server is at fault: as in the clear.
    @Test func anImpatientClient() throws {
        let session = try expect(
            script(mail + " C33", "wait 5s\nclose from client"), at: .rcpt, .serverFault, "no-reply")
        #expect(session.verdict.confidence == .possible)
    }

    /// From beyond the firewall: the server has answered, and nothing more comes.
    @Test func theClientsSideFallsSilent() throws {
        let script = Dark().session(dark.microsoft365.script, mail, end: "wait 60s")
        let session = try Attempt.outside(port: 587).session(script)
        #expect(session.verdict.cause == "client-side-silent" && session.isInferred)
        #expect(session.verdict.stoppedAt == .rcpt && Set(session.verdict.candidates) == [.firewall, .deviceFault])
    }

    // MARK: - What is no break

    @Test(arguments: [
        // QUIT, or a line as long, is answered by a close as well as by words.
        ("C61 S83 C47 S59 C6", "close from server"), ("C61 S83 C47 S59 C6", "wait 60s\nclose from client"),
        // A client goes when it likes.
        ("C61 S83 C47 S59 C71", "close from client"), ("C61 S83 C47 S59", "wait 60s\nclose from client"),
        // The server has said the last word.
        ("C61 S83 C47 S59", "close from server"), ("C61 S83 C47 S59", "rst from server"),
        // It may have refused what the client showed of itself, in the handshake that it had not finished yet.
        ("C61", "close from server"), ("C61", "rst from server"),
    ])
    func theEndOfADialogue(_ records: String, _ end: String) throws {
        let session = try attempt().session(script(records, end))
        #expect(session.verdict.outcome == .unknown || session.isInferred)
        #expect(session.verdict.responsible == .unknown || session.verdict.responsible == .none || session.isInferred)
        #expect(session.verdict.outcome != .failed)
    }

    /// The client took its leave under TLS; that the server's FIN came first is no word left out.
    @Test(arguments: ["", "wait 5s\n"]) func closeNotifyIsTheClients(_ wait: String) throws {
        let alert = "C| " + Script.escaped(Script.record(21, [UInt8](repeating: 0xcc, count: 26)))
        let session = try attempt().session(
            script(dark.login(dark.microsoft365.ehloReply) + " S37", alert + "\nclose from server"))
        #expect(session.verdict.cause == "auth-test-only" && session.verdict.endedBy == .client)
        let left = try attempt().session(script(Self.strange, wait + alert + "\nclose from server"))
        #expect(left.verdict.cause == (wait.isEmpty ? "encrypted-after-tls" : "no-reply"))
    }

    /// Delivered, and only the farewell lost its answer.
    @Test func theFarewellIsNotAnswered() throws {
        let session = try attempt().session(
            script(mail + " C33 S24 C6 S46 C5000 C3 S198 C6", "close from server"))
        #expect(session.verdict.outcome == .delivered)
    }
}
