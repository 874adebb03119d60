import Diagnosis
import Knowledge
import SMTP
import Testing

/// What is taught beside the verdict, and only where it applies.
@Suite struct NoteTests {
    private func notes(_ script: String, port: UInt16 = 25, name: String? = nil) throws -> [String] {
        try Attempt(port: port, name: name).session(script).verdict.notes.map(\.id)
    }

    @Test func whatTheClientDidNotDo() throws {
        let notes = try notes(
            Script.submission + "C: MAIL FROM:<scan@example.org>\nS: 530 5.7.0 Must issue a STARTTLS command first\n"
                + Script.quit, port: 587)
        #expect(notes.contains("starttls-was-offered"))
    }

    @Test func aDeliveryIsTaughtNothing() throws {
        let notes = try notes(Script.greeting + "C: EHLO scan.example.org\nS: 250 mail.example.com\n" + Script.quit)
        #expect(!notes.contains("starttls-was-offered") && !notes.contains("port-25-reputation"))
    }

    @Test func codesAreExplainedWhateverTheRule() throws {
        let verdict = try Attempt().session(
            Script.greeting + "C: EHLO scan.example.org\nS: 250 mail.example.com\nC: MAIL FROM:<a@example.org>\n"
                + "S: 550 5.7.1 No.\n" + Script.quit
        ).verdict
        #expect(
            verdict.codeMeaning?.isEmpty == false && verdict.enhancedMeaning?.hasPrefix("Permanent failure") == true)
    }
}
