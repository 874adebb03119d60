/// The octets that SMTP's grammar names (RFC 5321 §4.1.2, RFC 5234 appendix B).
enum Ascii {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let dot = UInt8(ascii: ".")
    static let hyphen = UInt8(ascii: "-")

    static func isBlank(_ octet: UInt8) -> Bool { octet == space || octet == tab }
    static func isDigit(_ octet: UInt8) -> Bool { octet >= 0x30 && octet <= 0x39 }
    static func isLetter(_ octet: UInt8) -> Bool { upper(octet) >= 0x41 && upper(octet) <= 0x5A }

    static func upper(_ octet: UInt8) -> UInt8 { octet >= 0x61 && octet <= 0x7A ? octet &- 0x20 : octet }

    /// The octets without blanks at both ends.
    static func trimmed(_ octets: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var part = octets.drop(while: isBlank)
        while let last = part.last, isBlank(last) { part.removeLast() }
        return part
    }
}
