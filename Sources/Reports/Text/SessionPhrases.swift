import Capture
import Diagnosis
import Packets
import SMTP
import Sessions
import Streams
import Knowledge

/// What the formats for people say of a session in the same words.
struct SessionPhrases {
    let diagnosed: DiagnosedSession
    let places: FramePlaces

    init(_ entry: Report.Entry) {
        diagnosed = entry.diagnosed
        places = entry.places
    }

    private var session: Session { diagnosed.session }
    private var verdict: Verdict { diagnosed.verdict }

    /// `192.168.10.50:54062`.
    var client: String {
        session.client.port == 0 ? session.client.address.description : session.client.description
    }

    /// `mx.example.com:25 (198.51.100.25)`; without a connection, what was looked for.
    var server: String {
        guard let server = session.server else {
            if let neighbour = session.neighbour { return "\(neighbour.target) (next hop)" }
            return diagnosed.serverName ?? session.lookup?.name ?? "a server"
        }
        guard let name = diagnosed.serverName else { return server.description }
        return "\(Printable.text(name)):\(server.port) (\(server.address))"
    }

    /// `ip-blocklisted, proven`.
    var tag: String {
        "\(verdict.cause), \(verdict.confidence.rawValue)" + (diagnosed.isInferred ? ", inferred" : "")
    }

    /// `delivered`; where nobody read the server's acceptance, how sure it is.
    var deliveredTag: String { "delivered" + inferredNote }

    /// Stands behind an outcome that nobody read: ` (likely, inferred)`.
    var inferredNote: String {
        diagnosed.isInferred ? " (\(verdict.confidence.rawValue), inferred)" : ""
    }

    /// A line of the dialogue as people see it: the arrow says how it is known.
    struct Line {
        var frame: Int
        var arrow: String
        var text: String
    }

    /// The command that the decisive reply answers, and the reply.
    var decisiveLines: [Line] {
        guard let reply = verdict.decisiveReply else { return [] }
        var lines: [Line] = []
        let exchanges = session.dialogue.exchanges
        let index = exchanges.firstIndex { $0.reply == reply }
        let isDecrypted = index.map { isUnderTLS($0) } ?? false
        if let command = index.flatMap({ exchanges[$0].command }) {
            let text = command.verb == .endOfData ? "(end of the message)" : command.text
            let arrow = TextTranscript.arrow(
                .client, isInferred: command.isInferred, isEncrypted: isDecrypted)
            lines.append(Line(frame: command.last.frame, arrow: arrow, text: text))
        }
        let inferred = reply.inferredOctets.map { octets in
            let length = octets.count == 1 ? "\(octets.lowerBound)" : "\(octets.lowerBound) to \(octets.upperBound)"
            return " (inferred from \(length) bytes under TLS)"
        }
        let arrow = TextTranscript.arrow(
            .server, isInferred: reply.inferredOctets != nil, isEncrypted: isDecrypted)
        lines.append(Line(frame: reply.last.frame, arrow: arrow, text: Self.quoted(reply) + (inferred ?? "")))
        return lines
    }

    /// It was read with keys.
    private func isUnderTLS(_ exchange: Int) -> Bool {
        session.dialogue.encryptedFrom != nil
            && session.dialogue.exchangesBeforeTLS.map { exchange >= $0 } ?? true
    }

    /// What was seen, without the quotations that the decisive lines show in full. What two of them have to do with each
    /// other, a time or a length, they do not show.
    var furtherEvidence: [Evidence] {
        let decisive = Set(decisiveLines.map(\.frame))
        return verdict.evidence.filter { $0.frames.count != 1 || !decisive.contains($0.frames[0]) }
    }

    /// `550 5.7.1 Service unavailable …`, at most 800 characters.
    static func quoted(_ reply: Reply) -> String {
        let text = ([String(reply.code)] + reply.lines).joined(separator: " ")
        return text.utf8.count <= 800 ? text : String(text.prefix(800)) + " …"
    }

    /// `550: the mailbox is unavailable …; 5.7.1: …`: what the codes say by themselves.
    var codeMeanings: String? {
        guard let reply = verdict.decisiveReply, reply.isNegative else { return nil }
        let code = verdict.codeMeaning.map { "\(reply.code): \($0)" }
        let enhanced = verdict.enhancedMeaning.flatMap { meaning in reply.enhanced.map { "\($0): \(meaning)" } }
        let parts = [code, enhanced].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ") + "."
    }

    /// What a delivery came to: the acceptance, the size and the number of recipients.
    var delivery: String {
        let dialogue = session.dialogue
        guard let transaction = dialogue.transactions.last(where: { dialogue.reply($0.end)?.isPositive == true }) else {
            return Printable.text(verdict.headline)
        }
        var parts = dialogue.reply(transaction.end).map { [Self.quoted($0)] } ?? []
        if let message = transaction.message {
            var text = Phrases.count(message.size, "byte")
            if !transaction.recipients.isEmpty {
                text += " to " + Phrases.count(transaction.recipients.count, "recipient")
            }
            parts.append(text)
        }
        let count = dialogue.transactions.count { dialogue.reply($0.end)?.isPositive == true }
        if count > 1 { parts.append("the last of \(count) messages") }
        return "delivered\(inferred): " + parts.joined(separator: "; ")
    }

    /// Stands before words that nobody read.
    private var inferred: String {
        guard let inference = diagnosed.inference, inference.isUsed else { return "" }
        return
            " (\(verdict.confidence.rawValue), inferred under TLS, probability \(Int(min(inference.probability, 0.99) * 100)) %)"
    }

    /// Who has to change something, who else it could be. What is only possible reads as a possibility.
    var who: String {
        let others = Phrases.list(verdict.candidates.map(Phrases.name), "or")
        let isNamed = ![.unknown, .none, .capture].contains(verdict.responsible)
        if isNamed, verdict.confidence == .possible {
            let first = "Possibly \(Phrases.name(verdict.responsible))"
            return others.isEmpty ? "\(first): that is not proven." : "\(first); it could also be \(others)."
        }
        if verdict.who.isEmpty, verdict.responsible == .unknown, !others.isEmpty {
            return "Not known: it could be \(others)."
        }
        let text = verdict.who.isEmpty ? "Responsible: \(Phrases.name(verdict.responsible))." : verdict.who
        return others.isEmpty ? text : "\(text) Could be: \(others)."
    }

    /// `firewall and path (every byte acknowledged, frames 1–17), server (…)`; nil where nobody is cleared.
    var cleared: String? {
        var groups: [(names: [String], because: String)] = []
        for clearance in verdict.cleared {
            let frames = places.between(clearance.frames)
            let because = [clearance.because, frames].filter { !$0.isEmpty }.joined(separator: ", ")
            let name = Phrases.name(clearance.party)
            if let index = groups.firstIndex(where: { $0.because == because }) {
                groups[index].names.append(name)
            } else {
                groups.append(([name], because))
            }
        }
        guard !groups.isEmpty else { return nil }
        return groups.map { "\(Phrases.list($0.names)) (\($0.because))" }.joined(separator: ", ") + "."
    }
}
