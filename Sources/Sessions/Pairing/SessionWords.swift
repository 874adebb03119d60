import SMTP

/// What a server said in one session and says in no other: lines with a queue's or a session's number, and a greeting
/// with its time. Standing words (a greeting without them, keywords, usual replies) tell nothing.
struct SessionWords {
    /// Whole lines with their codes: who passes a server's line on passes all of it.
    private(set) var lines: Set<String> = []
    /// First and last frame of the replies that hold them.
    private(set) var frames: [ClosedRange<Int>] = []
    private var greeting: (shape: [String], text: String)?

    init(_ dialogue: Dialogue) {
        // What the client said itself comes back in replies.
        let said = Set(dialogue.exchanges.compactMap(\.command).flatMap { Self.words($0.text) })
        for (index, exchange) in dialogue.exchanges.enumerated() {
            guard let reply = exchange.reply, reply.inferredOctets == nil,
                ![.ehlo, .helo, .lhlo].contains(exchange.verb)
            else { continue }
            let isGreeting = index == dialogue.greeting
            let own = reply.lines.filter { Self.isOwn($0, besides: said) || isGreeting && Self.hasTime($0) }
            guard !own.isEmpty else { continue }
            lines.formUnion(own.map { "\(reply.code) \($0)" })
            frames.append(reply.first.frame...max(reply.first.frame, reply.last.frame))
            if isGreeting, !reply.isIncomplete { greeting = (Self.shape(reply.text), reply.text) }
        }
    }

    func agrees(with other: SessionWords) -> Bool { !lines.isDisjoint(with: other.lines) }

    /// One server greeted both, as it greets everybody, and with another number or at another time: two sessions.
    func contradicts(_ other: SessionWords) -> Bool {
        guard let mine = greeting, let theirs = other.greeting else { return false }
        return mine.shape == theirs.shape && mine.text != theirs.text
    }

    // MARK: - Words

    /// Letters and digits that do not come together twice by chance.
    private static let ownLength = 10
    private static let ownDigits = 3

    private static func words(_ text: String) -> [Substring] { text.split { " []()<>,;:".contains($0) } }

    private static func isOwn(_ line: String, besides said: Set<Substring>) -> Bool {
        words(line).contains { word in
            word.utf8.count >= ownLength && !word.contains(".") && word.contains(where: \.isLetter)
                && word.count(where: \.isNumber) >= ownDigits && !isDate(word) && !isMechanism(word)
                && !said.contains(word)
        }
    }

    /// `2026-11-25T22`, of a time that many replies hold.
    private static func isDate(_ word: Substring) -> Bool {
        word.prefix(4).allSatisfy(\.isNumber) && word.dropFirst(4).first == "-"
    }

    /// `SCRAM-SHA-256`.
    private static func isMechanism(_ word: Substring) -> Bool { word.hasPrefix("SCRAM-") }

    /// `22:16:15` (RFC 5322 §3.3).
    private static func hasTime(_ line: String) -> Bool {
        line.split(separator: " ").contains { word in
            let parts = word.prefix(8).split(separator: ":", omittingEmptySubsequences: false)
            return parts.count == 3 && parts.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isNumber) }
        }
    }

    /// A greeting without numbers and days: of a pool's host, `DB5PEPF00014B9F.mail.example.com`, its domain.
    private static func shape(_ text: String) -> [String] {
        text.split { " []()<>,;".contains($0) }.compactMap { word -> String? in
            let digits = word.count(where: \.isNumber)
            let labels = word.split(separator: ".")
            if labels.count > 2, word.contains(where: \.isLetter) {
                return digits >= ownDigits ? labels.dropFirst().joined(separator: ".") : String(word)
            }
            return digits > 0 || calendar.contains(String(word)) ? nil : String(word)
        }
    }

    private static let calendar: Set<String> = [
        "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
        "Oct", "Nov", "Dec",
    ]
}
