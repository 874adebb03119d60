extension String {
    /// Octets as people are shown them: UTF-8, else ISO 8859-1; control characters as `\x00`.
    /// At most `limit` characters.
    init(shown octets: some Collection<UInt8>, limit: Int) {
        let text = String(validating: octets, as: UTF8.self) ?? String.cutUTF8(octets) ?? String.latin1(octets)
        let isClean = text.unicodeScalars.allSatisfy { !String.isControl($0) }
        let shown = isClean ? text : text.unicodeScalars.reduce(into: "") { $0 += String.escaped($1) }
        // A String's count walks it: compare octets first.
        self = shown.utf8.count <= limit ? shown : String(shown.prefix(limit))
    }

    /// UTF-8 whose last character was cut by a cap: without that character.
    private static func cutUTF8(_ octets: some Collection<UInt8>) -> String? {
        var part = Array(octets)
        var dropped = 0
        while dropped < 3, let last = part.last, last >= 0x80 {
            part.removeLast()
            dropped += 1
            if last >= 0xC0 { return String(validating: part, as: UTF8.self) }
        }
        return nil
    }

    private static func latin1(_ octets: some Collection<UInt8>) -> String {
        var text = ""
        for octet in octets { text.unicodeScalars.append(Unicode.Scalar(octet)) }
        return text
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && scalar != "\t") || (0x7F..<0xA0).contains(scalar.value)
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        guard isControl(scalar) else { return String(Character(scalar)) }
        let digits = String(scalar.value, radix: 16)
        return "\\x" + (digits.count < 2 ? "0" : "") + digits
    }
}
