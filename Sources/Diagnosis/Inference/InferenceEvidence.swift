import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// The lengths that an inferred verdict rests on, in sentences.
struct InferenceEvidence {
    let clear: ClearFacts
    let encrypted: EncryptedRecords
    let story: Story

    func lines(_ path: [InferredStep], decisive: Reply?, probability: Double) -> [Evidence] {
        let first = encrypted.records.first?.first.frame ?? story.session.first.frame
        var lines = [
            Evidence(
                "\(encrypted.version) hides the words from here on; the dialogue is inferred from the lengths, directions and order of \(encrypted.records.count) records (probability \(DialogueInference.percent(probability)))",
                [first])
        ]
        var acts: [InferredStep] = []
        var prompts: [InferredStep] = []
        for step in path {
            switch step.kind {
            case .act: acts.append(step)
            case .reply(let candidate, let act):
                if let line = line(step, candidate, act, prompts, decisive) { lines.append(line) }
                if act == .authLogin || act == .usernameLine || act == .authLoginUser { prompts.append(step) }
            }
        }
        return lines
    }

    private func line(
        _ step: InferredStep, _ candidate: CandidateReply, _ act: Act?, _ prompts: [InferredStep], _ decisive: Reply?
    ) -> Evidence? {
        let words = Self.quoted(candidate)
        let octets = Self.octets(step.octets)
        let isDecisive = decisive.map { $0.last.frame == step.last.frame && $0.inferredOctets == step.octets } ?? false
        switch act {
        case .ehlo:
            guard let before = clear.ehloReply?.reduce(0, { $0 + $1.utf8.count + 2 }), encrypted.isExact else {
                return nil
            }
            let change = step.octets.lowerBound - before
            let offered = candidate.lines.first { $0.dropFirst(4).hasPrefix("AUTH ") }.map { String($0.dropFirst(4)) }
            let login = offered.map { $0 == "AUTH " ? "AUTH" : $0 }
            let meaning = login.map { "STARTTLS is gone, `\($0)` is there" } ?? "STARTTLS is gone, no login is offered"
            return Evidence(
                "the EHLO reply has \(octets), \(change < 0 ? "\(-change) fewer" : "\(change) more") than in the clear: \(meaning)",
                [step.last.frame])
        case let act? where candidate.code == 235 && act.isLogin:
            let before =
                prompts.count == 2
                ? " after two prompts of \(Self.octets(prompts[0].octets))" : ""
            return Evidence("a reply of \(octets)\(before) is `\(words)`", [step.last.frame])
        case .message, .bdat:
            return Evidence("the reply to the message has \(octets): `\(words)`", [step.first.frame])
        default:
            guard isDecisive else { return nil }
            return Evidence("the deciding reply has \(octets): `\(words)`", [step.last.frame])
        }
    }

    private static func octets(_ range: ClosedRange<Int>) -> String {
        range.count == 1
            ? Phrase.octets(range.lowerBound) : "\(range.lowerBound) to \(Phrase.octets(range.upperBound))"
    }

    private static func quoted(_ candidate: CandidateReply) -> String {
        let text = candidate.filled([:]).joined(separator: " / ")
        return text.count > Quote.longest ? String(text.prefix(Quote.longest)) + "…" : text
    }
}
