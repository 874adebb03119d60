/// Text of the wire inside Markdown, where it must stay text.
package enum Markdown {
    /// With a backslash before every character that CommonMark or a table could take for itself (CommonMark §2.4).
    package static func escaped(_ text: String) -> String {
        var result = ""
        for character in Printable.text(text) {
            if "\\`*_{}[]<>|#~&!".contains(character) { result += "\\" }
            result.append(character)
        }
        return result
    }

    /// A code span that holds whatever it is given (CommonMark §6.1).
    package static func code(_ text: String) -> String {
        let text = Printable.text(text)
        let fence = String(repeating: "`", count: longestRun(text) + 1)
        let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
        return fence + space + text + space + fence
    }

    /// A fenced code block that its lines cannot end.
    package static func block(_ lines: [String]) -> String {
        let lines = lines.map(Printable.text)
        let fence = String(repeating: "`", count: max(3, (lines.map(longestRun).max() ?? 0) + 1))
        return ([fence + "text"] + lines + [fence]).joined(separator: "\n")
    }

    private static func longestRun(_ text: String) -> Int {
        var longest = 0
        var run = 0
        for character in text.utf8 {
            run = character == 0x60 ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
