/// One line of a reply (RFC 5321 §4.2):
///
///     Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
struct ReplyLine {
    let code: Int
    /// `250 ` or `250` alone: no line follows.
    let isLast: Bool
    let text: ArraySlice<UInt8>

    /// nil where the octets do not begin with a reply code. `strictly` wants a blank, `-` or nothing after the code,
    /// which is needed where the place in the stream is not certain.
    init?(_ octets: [UInt8], strictly: Bool = false) {
        guard octets.count >= 3, octets[0..<3].allSatisfy(Ascii.isDigit) else { return nil }
        let code = octets[0..<3].reduce(0) { $0 &* 10 &+ Int($1 &- 0x30) }
        guard (100..<600).contains(code) else { return nil }
        self.code = code
        guard octets.count > 3 else {
            isLast = true
            text = []
            return
        }
        let separator = octets[3]
        isLast = separator != Ascii.hyphen
        if separator == Ascii.hyphen || Ascii.isBlank(separator) {
            text = octets[4...]
        } else {
            guard !strictly, !Ascii.isDigit(separator) else { return nil }
            text = octets[3...]
        }
    }
}
