extension EnhancedCode {
    /// The code at the beginning of a reply's text (RFC 2034 §4):
    ///
    ///     status-code = class "." subject "." detail      ; subject, detail = 1*3digit
    ///
    /// nil where its class is not that of the reply code.
    package init?(of text: String, replyCode: Int) {
        let word = text.utf8.prefix { !Ascii.isBlank($0) }
        let parts = word.split(separator: Ascii.dot, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        var numbers: [Int] = []
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(Ascii.isDigit) else { return nil }
            numbers.append(part.reduce(0) { $0 &* 10 &+ Int($1 &- 0x30) })
        }
        guard [2, 4, 5].contains(numbers[0]), numbers[0] == replyCode / 100 else { return nil }
        self.init(status: numbers[0], subject: numbers[1], detail: numbers[2])
    }
}
