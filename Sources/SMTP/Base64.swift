/// Base 64 (RFC 4648 §4), as AUTH uses it.
enum Base64 {
    /// nil where an octet is outside the alphabet.
    static func decode(_ octets: ArraySlice<UInt8>) -> [UInt8]? {
        var decoded: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for octet in octets {
            if octet == UInt8(ascii: "=") { break }
            guard let value = value(octet) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return decoded
    }

    /// One word of the alphabet, long enough to be a secret.
    static func looksEncoded(_ octets: [UInt8]) -> Bool {
        octets.count >= 4 && octets.allSatisfy { value($0) != nil || $0 == UInt8(ascii: "=") }
    }

    private static func value(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x41...0x5A: octet &- 0x41
        case 0x61...0x7A: octet &- 0x61 &+ 26
        case 0x30...0x39: octet &- 0x30 &+ 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
