import Knowledge
import Packets
import SMTP
import Sessions
import Streams

/// What the session's clear part tells about the lengths under TLS.
struct ClearFacts: Sendable {
    /// Octets of the client's EHLO.
    var ehloLength: Int?
    /// The lines of the last EHLO reply before TLS, as on the wire; nil where none was seen.
    var ehloReply: [String]?
    var lengths: [String: LengthDistribution] = [:]
    var greeting: String
    var isImplicit: Bool
    var offersPipelining: Bool
    var offersChunking: Bool

    init(_ story: Story) {
        let dialogue = story.dialogue
        isImplicit = !dialogue.startedTLS
        let greetingReply = dialogue.reply(dialogue.greeting)
        greeting = greetingReply.map { (["\($0.code)"] + $0.lines).joined(separator: " ") } ?? ""
        let hello = dialogue.exchanges.last {
            ($0.verb == .ehlo || $0.verb == .helo) && ($0.reply?.isPositive ?? false)
        }
        if let command = hello?.command, command.verb == .ehlo, !command.isIncomplete {
            // The line as it would be with CR LF.
            ehloLength = command.length + (command.endsWithBareLF ? 1 : 0)
            lengths["ehlo"] = LengthDistribution(exactly: max(0, command.length - 7))
        }
        if hello?.verb == .ehlo, let reply = hello?.reply, !reply.isIncomplete {
            ehloReply = reply.lines.enumerated().map { index, line in
                "\(reply.code)\(index == reply.lines.count - 1 ? " " : "-")\(line)"
            }
        }
        offersPipelining = ehloReply.map { $0.contains { $0.uppercased().hasSuffix("PIPELINING") } } ?? true
        offersChunking = ehloReply.map { $0.contains { $0.uppercased().hasSuffix("CHUNKING") } } ?? true
        let spoken = greetingReply?.lines.first ?? hello?.reply?.lines.first ?? ""
        if let host = ServerIdentity.hostName(spoken) {
            lengths["host"] = LengthDistribution(exactly: host.utf8.count)
        }
        let client = story.session.client.address
        if let peer = hello?.reply.flatMap({ ReplyValues.bracketedAddress($0.lines.first ?? "") }) {
            lengths["peer"] = LengthDistribution(exactly: peer.utf8.count)
        } else if !client.isPrivate {
            lengths["peer"] = LengthDistribution(exactly: "\(client)".utf8.count)
        }
        // `smtp.gmail.com ESMTP TOKEN - gsmtp`: the token ends every reply of the session.
        let words = (greetingReply?.lines.first ?? "").split(separator: " ")
        if words.last == "gsmtp", words.count >= 4 {
            lengths["token"] = LengthDistribution(exactly: words[words.count - 3].utf8.count)
        }
    }

    /// The reply to the EHLO under TLS: the same as before without STARTTLS, and with the login line that comes now.
    func ehloReplies(_ dialect: ServerDialect) -> [CandidateReply]? {
        guard let ehloReply, let last = ehloReply.last else { return nil }
        let isSTARTTLS: (String) -> Bool = { $0.dropFirst(4).uppercased() == "STARTTLS" }
        let isLogin: (String) -> Bool = { $0.dropFirst(4).uppercased().hasPrefix("AUTH") }
        let kept = ehloReply.dropLast().filter { !isSTARTTLS($0) } + (isSTARTTLS(last) ? [] : [last])
        var replies: [CandidateReply] = []
        let total = dialect.logins.reduce(0) { $0 + $1.weight }
        func reply(_ lines: [String], _ weight: Double, and rest: LengthDistribution = LengthDistribution(exactly: 0)) {
            var lines = lines
            // The last line has no hyphen.
            for index in lines.indices {
                let separator = index == lines.count - 1 ? " " : "-"
                lines[index] = String(lines[index].prefix(3)) + separator + lines[index].dropFirst(4)
            }
            replies.append(CandidateReply.whole(lines, weight: weight, and: rest))
        }
        let hasLogin = kept.contains(where: isLogin)
        if hasLogin { reply(kept, 60) }
        for login in dialect.logins {
            let weight = login.weight / max(total, 1e-9) * (hasLogin ? 30 : 95)
            let base = kept.filter { !isLogin($0) }
            if login.fixedLength == 0 {
                reply(base, weight)
            } else {
                // Its fixed part has the line's end, the separator is the EHLO reply's.
                let line = login.lines.first ?? ""
                let rest = login.ownLength.shifted(by: 4 - login.fixedLength)
                var lines = base
                lines.insert("250-" + (login.variables.isEmpty ? line : "AUTH "), at: max(1, lines.count - 1))
                reply(
                    lines, weight, and: login.variables.isEmpty ? LengthDistribution(exactly: 0) : rest.shifted(by: -4))
            }
        }
        // It lists what it listed, STARTTLS too: some forget to take it out.
        reply(ehloReply, 0.5)
        return replies
    }
}
