import Knowledge

/// A reply as people paste it: alone, over several lines, or out of a log, a bounce or a device's panel, with
/// timestamps and marks before it and remarks behind.
struct PastedReply {
    var code = 0
    var enhanced: String?
    /// The words, without codes, joined over the lines.
    var text = ""
    /// Where a log says at which command the reply came.
    var stage = ""
    /// Host names that stand in it: of the relay, or of the server in the reply's tail.
    var hosts: [String] = []

    /// More is no reply.
    private static let longest = 16_384

    init(_ pasted: String) {
        var lines = String(pasted.prefix(Self.longest)).split(whereSeparator: \.isNewline).map(String.init)
        var words: [String] = []
        if let decisive = PastedDialogue(lines).decisive {
            lines = decisive.lines
            stage = decisive.stage
        }
        for line in lines {
            let found = Self.reply(in: line)
            if stage.isEmpty { stage = Self.stage(in: line) }
            if let found, code == 0 || found.code == code {
                code = found.code
                enhanced = enhanced ?? found.enhanced
                words.append(found.text)
            } else if code == 0, let status = Self.sendmail(line) ?? Self.enhancedAlone(in: line) {
                enhanced = enhanced ?? status.code
                words.append(status.text)
            } else {
                words.append(line)
            }
        }
        // These codes are given to a login alone (RFC 4954 §6).
        if stage.isEmpty, [334, 432, 534, 535, 538].contains(code) { stage = "auth" }
        text = Self.withoutLogTail(words.joined(separator: " ")).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        hosts = Self.hosts(in: pasted)
    }

    // MARK: - Codes

    struct Found {
        var code: Int
        var enhanced: String?
        var text: String
        /// How sure it is that this number is a reply code.
        var rank: Int
    }

    /// The likeliest reply in a line: a code with its enhanced code, or behind a mark, or at the line's beginning.
    static func reply(in line: String) -> Found? {
        let octets = Array(line.utf8)
        var best: Found?
        var index = 0
        while index + 3 <= octets.count {
            defer { index += 1 }
            guard (0x32...0x35).contains(octets[index]), isDigit(octets, index + 1), isDigit(octets, index + 2),
                isAlone(octets, index), let code = Int(String(decoding: octets[index..<index + 3], as: UTF8.self))
            else { continue }
            let rest = String(decoding: octets[(index + 3)...], as: UTF8.self)
            let isQuoted = isPythonReply(rest)
            var words = rest.drop { " -:,;#('\"[]=".contains($0) || $0 == "\u{2010}" }
            if isQuoted, words.first == "b" { words = words.dropFirst().drop { "'\"".contains($0) } }
            let first = words.prefix { $0.isNumber || $0 == "." }
            let status = ExplainText.isEnhanced(String(first)) ? String(first) : nil
            let before = String(decoding: octets[..<index], as: UTF8.self)
            var rank = 0
            if let status, status.hasPrefix("\(code / 100).") {
                // In a bounce of Exchange the next server's own reply stands behind this mark.
                rank = before.lowercased().hasSuffix("smtp;") ? 5 : 4
            } else if isMarked(before) || isQuoted && before.last == "(" {
                rank = 3
            }
            if rank < 3, before.allSatisfy({ !$0.isLetter && !$0.isNumber }) { rank = 2 }
            if rank == 0, code >= 400, before.last?.isWhitespace ?? true, rest.first?.isWhitespace ?? true { rank = 1 }
            guard rank > best?.rank ?? 0 else { continue }
            let text = status.map { words.dropFirst($0.count) } ?? words
            best = Found(code: code, enhanced: status, text: text.trimmingQuotes, rank: rank)
        }
        return best
    }

    /// `, b'words')` behind the code: a reply as Python shows one, `SMTPAuthenticationError: (535, b'5.7.8 …')`.
    private static func isPythonReply(_ rest: String) -> Bool {
        [", b'", ", b\"", ", '", ", \""].contains(where: rest.hasPrefix)
    }

    private static func isDigit(_ octets: [UInt8], _ index: Int) -> Bool {
        index < octets.count && (0x30...0x39).contains(octets[index])
    }

    /// Not a part of a longer number, an address, a time or a word.
    private static func isAlone(_ octets: [UInt8], _ index: Int) -> Bool {
        func isPart(_ octet: UInt8) -> Bool {
            (0x30...0x39).contains(octet) || (0x41...0x5A).contains(octet | 0x20) && octet >= 0x41
                || (0x61...0x7A).contains(octet) || octet == UInt8(ascii: "_")
        }
        if index > 0 {
            let before = octets[index - 1]
            if isPart(before) { return false }
            // `.550` and `:550` belong to a time or an address, `smtp;550` and `said: 550` do not.
            if before == UInt8(ascii: ".") || before == UInt8(ascii: ":") || before == UInt8(ascii: "-") {
                if index > 1, isPart(octets[index - 2]), before != UInt8(ascii: ":") || isDigit(octets, index - 2) {
                    return false
                }
            }
        }
        guard index + 3 < octets.count else { return true }
        let after = octets[index + 3]
        if isPart(after) { return false }
        if after == UInt8(ascii: ".") || after == UInt8(ascii: ":") { return !isDigit(octets, index + 4) }
        return true
    }

    private static let marks = [
        "said:", "said", "<-", "<**", "<~*", "<~", "<<<", "<<", "s:", "←", "reply:", "response:", "returned", "error:",
        "smtp;", "received:", "status:", "code:", "code", "talk to me:", "recv:", "server:", ">:", "-> client:",
        "->client:",
    ]

    /// What stands directly before a reply in logs, bounces and transcripts.
    private static func isMarked(_ before: String) -> Bool {
        let end = before.lowercased().trimmingEnd
        return marks.contains { mark in
            guard end.hasSuffix(mark) else { return false }
            guard mark.first?.isLetter ?? false, let earlier = end.dropLast(mark.count).last else { return true }
            return !earlier.isLetter
        }
    }

    /// `dsn=5.7.1, stat=Service unavailable`, as Sendmail logs it.
    private static func sendmail(_ line: String) -> (code: String, text: String)? {
        guard let mark = line.range(of: "dsn="), let stat = line.range(of: "stat=") else { return nil }
        let code = String(line[mark.upperBound...].prefix { $0.isNumber || $0 == "." })
        return ExplainText.isEnhanced(code) ? (code, String(line[stat.upperBound...])) : nil
    }

    /// `#5.7.64` or `Status: 5.1.1` without a reply code.
    private static func enhancedAlone(in line: String) -> (code: String, text: String)? {
        for word in line.split(whereSeparator: \.isWhitespace) {
            let bare = word.drop { "#(['\"<=;:".contains($0) }.prefix { $0.isNumber || $0 == "." }
            guard ExplainText.isEnhanced(String(bare)), let first = bare.first, "245".contains(first),
                word.dropFirst(bare.count).allSatisfy({ !$0.isNumber }) || word.first == "#"
            else { continue }
            let rest = word.endIndex < line.endIndex ? line[word.endIndex...] : ""
            let before = line[..<word.startIndex]
            return (String(bare), before.contains(where: \.isLetter) ? line : String(rest))
        }
        return nil
    }

    // MARK: - What stands around it

    /// Postfix and Exim say after which command a reply came.
    private static let stageWords: [(words: String, stage: String)] = [
        ("reject: rcpt from", "rcpt"), ("reject: mail from", "mail"), ("reject: connect from", "greeting"),
        ("reject: ehlo from", "ehlo"), ("reject: helo from", "ehlo"), ("reject: data from", "data"),
        ("reject: end-of-message from", "accepted"), ("reject: auth from", "auth"),
        ("in reply to end of data", "accepted"), ("in reply to data", "data"), ("in reply to rcpt", "rcpt"),
        ("in reply to mail", "mail"), ("in reply to auth", "auth"), ("in reply to ehlo", "ehlo"),
        ("in reply to helo", "ehlo"), ("in reply to starttls", "starttls"), ("refused to talk to me", "greeting"),
        ("after end of data", "accepted"), ("after rcpt to", "rcpt"), ("after mail from", "mail"),
        ("after initial connection", "greeting"), ("after ehlo", "ehlo"), ("after helo", "ehlo"),
        ("rejected connection", "greeting"), ("rejected ehlo", "ehlo"), ("rejected helo", "ehlo"),
        ("rejected mail", "mail"), ("rejected rcpt", "rcpt"), ("rejected after data", "accepted"),
        ("after auth", "auth"), ("after starttls", "starttls"), ("sasl authentication failed", "auth"),
    ]

    private static func stage(in line: String) -> String {
        let folded = line.lowercased()
        if folded.contains("sasl "), folded.contains("authentication failed") { return "auth" }
        return stageWords.first { folded.contains($0.words) }?.stage ?? ""
    }

    private static func withoutLogTail(_ text: String) -> String {
        guard let found = text.range(of: "(in reply to") else { return text }
        return String(text[..<found.lowerBound])
    }

    private static func hosts(in text: String) -> [String] {
        let words = text.split { $0.isWhitespace || "[](){}<>=,;'\"@".contains($0) }
        let names = words.map { $0.lowercased().trimmingEndDots }.filter { word in
            word.contains(".") && word.last?.isLetter ?? false && !word.contains("/")
                && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
        }
        return Array(names.prefix(16))
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace || "'\"([#".contains(last) { text.removeLast() }
        return String(text)
    }

    fileprivate var trimmingEndDots: String {
        var text = self[...]
        while let last = text.last, last == "." || last == ":" { text.removeLast() }
        return String(text)
    }

    fileprivate func range(of words: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(words) { return start..<index(start, offsetBy: words.count) }
            start = index(after: start)
        }
        return nil
    }
}

extension Substring {
    fileprivate var trimmingQuotes: String {
        var text = self
        while let first = text.first, first.isWhitespace || "-:;'\"".contains(first) { text.removeFirst() }
        while let last = text.last, last.isWhitespace || "'\")".contains(last) {
            if last == ")", text.contains("(") { break }
            text.removeLast()
        }
        return String(text)
    }
}
