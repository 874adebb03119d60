/// Lines that somebody pasted as a whole dialogue: out of telnet, swaks, a debug log. Of its replies the last refusal
/// decides, unless it only follows from one before it.
struct PastedDialogue {
    struct Decisive {
        /// The lines of the reply.
        var lines: [String]
        /// At which command it came; empty where the dialogue does not show it.
        var stage: String
    }

    private struct Reply {
        var code: Int
        var lines: [String]
        var stage: String
    }

    /// nil where the lines are no dialogue, or nothing was refused in it.
    private(set) var decisive: Decisive?

    init(_ lines: [String]) {
        var replies: [Reply] = []
        var stage = ""
        var isOpen = false
        for line in lines {
            if let found = PastedReply.reply(in: line), found.rank >= 2 {
                if isOpen, let last = replies.indices.last, replies[last].code == found.code {
                    replies[last].lines.append(line)
                } else {
                    replies.append(Reply(code: found.code, lines: [line], stage: stage))
                    if found.code == 354 { stage = "accepted" }
                }
                isOpen = true
            } else if let command = Self.stage(ofCommand: line) {
                stage = command
                isOpen = false
            } else if isOpen, let last = replies.indices.last {
                // A long line that was wrapped.
                replies[last].lines.append(line)
            }
        }
        guard replies.contains(where: { $0.code < 400 }), var last = replies.lastIndex(where: { $0.code >= 400 }) else {
            return
        }
        while let earlier = replies[..<last].lastIndex(where: { $0.code >= 400 }),
            Self.follows(replies[last], replies[earlier])
        {
            last = earlier
        }
        decisive = Decisive(lines: replies[last].lines, stage: replies[last].stage)
    }

    /// "Bad sequence" and "no valid recipients" follow from any refusal, "login first" from that of the login.
    private static func follows(_ later: Reply, _ earlier: Reply) -> Bool {
        let words = later.lines.joined(separator: " ").lowercased()
        if later.code == 503 || words.contains("no valid recipient") || words.contains("no recipients") {
            return earlier.stage.isEmpty || !["ehlo", "starttls"].contains(earlier.stage)
        }
        return [530, 550].contains(later.code) && words.contains("authent") && [454, 534, 535].contains(earlier.code)
    }

    /// What logs write before a client's line.
    private static let marks = ["client -> server:", "client->server:", "client:", "sent:", "send:", "c:", "out:"]

    private static let commands: [(start: String, stage: String)] = [
        ("ehlo ", "ehlo"), ("helo ", "ehlo"), ("starttls", "starttls"), ("auth ", "auth"), ("mail from", "mail"),
        ("rcpt to", "rcpt"), ("bdat ", "data"), ("quit", ""),
    ]

    /// nil where the line is no command.
    private static func stage(ofCommand line: String) -> String? {
        var text = line.lowercased().drop { !$0.isLetter }
        for mark in marks where text.hasPrefix(mark) {
            text = text.dropFirst(mark.count).drop { !$0.isLetter }
        }
        if let found = commands.first(where: { text.hasPrefix($0.start) }) { return found.stage }
        // Alone on its line: a word of a wrapped reply may begin like this.
        let word = text.prefix { $0.isLetter }
        let rest = text.dropFirst(word.count)
        return word == "data" && rest.allSatisfy { !$0.isLetter || "rn".contains($0) } ? "data" : nil
    }
}
