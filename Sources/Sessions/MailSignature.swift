import Bytes
package import Streams

/// Whether a segment begins like mail: a greeting, or a command that no other protocol has.
package enum MailSignature {
    package static func of(_ bytes: RawSpan, _ payload: Range<Int>) -> ConnectionTable.Signature {
        guard payload.count >= 4 else { return .none }
        let word = bytes.uint32(payload.lowerBound)
        switch word | 0x2020_2020 {
        case 0x65_68_6c_6f, 0x68_65_6c_6f, 0x6c_68_6c_6f:  // ehlo, helo, lhlo
            return follows(" ", bytes, payload) ? .client : .none
        case 0x6d_61_69_6c:  // mail
            return follows(" from:", bytes, payload) ? .client : .none
        case 0x72_63_70_74:  // rcpt
            return follows(" to:", bytes, payload) ? .client : .none
        default:
            return word == 0x32_32_30_20 || word == 0x32_32_30_2d ? .server : .none  // "220 ", "220-"
        }
    }

    /// Whether the four letters are followed by `text`, in any case.
    private static func follows(_ text: StaticString, _ bytes: RawSpan, _ payload: Range<Int>) -> Bool {
        guard payload.count >= 4 + text.utf8CodeUnitCount else { return false }
        var at = payload.lowerBound + 4
        for character in "\(text)".utf8 {
            guard bytes.uint8(at) | 0x20 == character | 0x20 else { return false }
            at += 1
        }
        return true
    }
}
