import Diagnosis
import Knowledge
import Reports
import SMTP
import Sessions
import Streams
import TestSupport
import Testing

/// Words that nobody read are marked wherever they are printed.
@Suite("What was inferred under TLS")
struct InferredReportTests {
    private static func inferred(_ made: DiagnosedSession, _ confidence: Confidence) -> DiagnosedSession {
        var diagnosed = made
        diagnosed.verdict.confidence = confidence
        diagnosed.inference = Inference(
            cause: made.verdict.cause, outcome: made.verdict.outcome, probability: confidence == .likely ? 0.95 : 0.7,
            alternatives: [], dialect: "postfix", isUsed: true)
        var dialogue = diagnosed.session.dialogue
        dialogue.isInferred = true
        dialogue.exchangesBeforeTLS = 2
        for index in dialogue.exchanges.indices.dropFirst(2) {
            dialogue.exchanges[index].command?.isInferred = true
            dialogue.exchanges[index].reply?.inferredOctets = 90...90
        }
        diagnosed.verdict.decisiveReply?.inferredOctets = 90...90
        diagnosed.session.dialogue = dialogue
        return diagnosed
    }

    private static func refused() throws -> DiagnosedSession {
        var diagnosed = inferred(try HandMade.refused(), .likely)
        diagnosed.verdict.evidence = [
            Evidence("the deciding reply has 90 octets: `550 …`", [14], isInferred: true),
            Evidence("the client waited", [15, 16]),
        ]
        return diagnosed
    }

    private func text(_ session: DiagnosedSession, _ change: (inout TextOptions) -> Void = { _ in }) -> String {
        var options = TextOptions()
        change(&options)
        return TextReport(HandMade.report([session]), options: options).text
    }

    @Test("the line that decides has the arrows of what was inferred")
    func arrows() throws {
        let report = HandMade.report([try Self.refused()])
        let texts = [
            text(try Self.refused()), MarkdownReport(report).text, HTMLReport(report).text,
        ]
        for text in texts {
            #expect(text.contains("⇢ RCPT TO"), "\(text)")
            #expect(text.contains("⇠ 550 5.7.1"))
            #expect(!text.contains("→ RCPT TO") && !text.contains("← 550 5.7.1"))
            #expect(text.contains("likely, inferred"))
        }
        let clear = text(try HandMade.refused())
        #expect(clear.contains("→ RCPT TO") && clear.contains("← 550 5.7.1") && !clear.contains("inferred"))
    }

    @Test("a table of sessions tells what nobody read")
    func tables() throws {
        let guess = Self.inferred(try HandMade.delivered(), .possible)
        let report = HandMade.report([try HandMade.refused(), guess])
        for text in [MarkdownReport(report).text, HTMLReport(report).text] {
            #expect(text.contains("delivered (possible, inferred)"), "\(text)")
            #expect(!text.contains("refused ("))
        }
    }

    @Test("keys have arrows of their own")
    func decrypted() throws {
        var diagnosed = try HandMade.refused()
        diagnosed.session.dialogue.encryptedFrom = 3
        diagnosed.session.dialogue.exchangesBeforeTLS = 2
        #expect(text(diagnosed).contains("⇒ RCPT TO") && text(diagnosed).contains("⇐ 550 5.7.1"))
    }

    @Test("a quiet line says what is inferred, and how sure")
    func quiet() throws {
        let likely = text(Self.inferred(try HandMade.delivered(), .likely)) { $0.isQuiet = true }
        #expect(likely.contains("delivered (likely, inferred)"))
        let possible = text(Self.inferred(try HandMade.delivered(), .possible)) { $0.isQuiet = true }
        #expect(possible.contains("delivered (possible, inferred)"))
        let refused = text(try Self.refused()) { $0.isQuiet = true }
        #expect(refused.contains("ip-blocklisted, likely, inferred: "))
        #expect(!text(try HandMade.delivered()) { $0.isQuiet = true }.contains("inferred"))
    }

    @Test("the words of a delivery stand behind the word that nobody read them")
    func delivered() throws {
        let all = text(Self.inferred(try HandMade.delivered(), .likely))
        #expect(all.contains("delivered (likely, inferred under TLS, probability 95 %): 250 2.0.0 queued"))
    }

    @Test("a delivery that is a guess does not pass --check")
    func check() throws {
        var guess = Self.inferred(try HandMade.delivered(), .possible)
        // The first session is the one with the first frame.
        guess.session.first.frame = 1
        #expect(ExitStatus.check(HandMade.report([guess])) == 32)
        #expect(ExitStatus.check(HandMade.report([Self.inferred(try HandMade.delivered(), .likely)])) == 0)
        #expect(ExitStatus.check(HandMade.report([guess, try HandMade.testOnly()])) == 32)
        #expect(ExitStatus.check(HandMade.report([Self.inferred(try HandMade.refused(), .possible)])) == 28)
        // Not inferred, and as sure as the capture's health lets it be.
        var clear = try HandMade.delivered()
        clear.verdict.confidence = .possible
        #expect(ExitStatus.check(HandMade.report([clear])) == 0)
    }

    @Test("comments in evidence say so, each for itself")
    func evidence() throws {
        let report = HandMade.report([try Self.refused()])
        let entry = try #require(report.entries.first)
        let notes = EvidenceNotes(entry, of: report)
        #expect(
            notes.section(redaction: "").contains("ip-blocklisted, likely, inferred from lengths under TLS, not read"))
        let reply = notes.frames[14] ?? ""
        #expect(reply.contains("Inferred from lengths, not read: Decisive reply: 550 5.7.1"), "\(reply)")
        #expect(notes.frames[15]?.contains("Inferred") == false)
        let clear = HandMade.report([try HandMade.refused()])
        let read = EvidenceNotes(try #require(clear.entries.first), of: clear)
        #expect(!read.section(redaction: "").contains("nferred") && read.frames[14]?.contains("nferred") == false)
    }

    @Test("a difference to what nobody read says so")
    func difference() throws {
        let good = HandMade.report([try HandMade.delivered()])
        let bad = HandMade.report([try Self.refused()])
        let report = DiffReport(
            version: "test", good: .init(report: good, entry: try #require(good.entries.first)),
            bad: .init(report: bad, entry: try #require(bad.entries.first)))
        let answer = try #require(report.diff.differences.first { $0.subject.hasPrefix("answer to RCPT") })
        #expect(!answer.goodIsInferred && answer.badIsInferred)
        let text = DiffText(report).text
        #expect(text.contains("(inferred, frames 13, 14)"), "\(text)")
        #expect(text.contains("[ip-blocklisted, likely, inferred]"))
        let markdown = DiffMarkdown(report).text
        #expect(markdown.contains("(inferred, frame") && markdown.contains(", likely, inferred"))
        // Lengths tell no address.
        #expect(!report.diff.differences.contains { ["sender", "recipients"].contains($0.subject) })
        let document = try ReportEncoder().json(report, isIndented: true)
        #expect(document.contains("\"inferred\" : true"))
    }
}
