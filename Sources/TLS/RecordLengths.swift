/// What a protected record's length says of its plaintext's: exact for AEAD and stream ciphers, to within a block for
/// CBC with the shortest padding (RFC 5246 §6.2.3; RFC 5288, 6655, 7905; encrypt-then-MAC: RFC 7366; TLS 1.3 without
/// padding: RFC 8446 §5.2).
package struct RecordLengths: Hashable, Sendable {
    private enum Protection: Hashable {
        /// Always as many octets more than the plaintext.
        case overhead(Int)
        /// `hidesMAC`: the MAC is under the encryption; otherwise it follows it.
        case blocks(of: Int, mac: Int, vector: Int, hidesMAC: Bool)
    }

    private let protection: Protection

    /// nil where the suite is not known: nothing can be said then.
    package init?(version: ProtocolVersion, cipherSuite: UInt16, encryptThenMAC: Bool) {
        if version >= .tls13 {
            guard (0x1301...0x1305).contains(cipherSuite) else { return nil }
            // The content type's octet, and the tag.
            protection = .overhead(cipherSuite == 0x1305 ? 9 : 17)
            return
        }
        switch cipherSuite {
        case 0x009c...0x00a9, 0xc02b...0xc032, 0xc05c...0xc05f, 0xc060...0xc063, 0xc086...0xc08d,
            0xc09c...0xc09f, 0xc0a4...0xc0a7, 0xc0ac, 0xc0ad:
            protection = .overhead(24)
        case 0xc0a0...0xc0a3, 0xc0a8...0xc0ab, 0xc0ae, 0xc0af, 0xcca8...0xccae:
            protection = .overhead(16)
        case 0x0004, 0x0018: protection = .overhead(16)
        case 0x0005, 0xc002, 0xc007, 0xc00c, 0xc011, 0xc016: protection = .overhead(20)
        default:
            guard let (block, mac) = Self.blockCipher(cipherSuite) else { return nil }
            protection = .blocks(
                of: block, mac: mac, vector: version >= .tls11 ? block : 0, hidesMAC: !encryptThenMAC)
        }
    }

    /// Block and MAC of the CBC suites.
    private static func blockCipher(_ suite: UInt16) -> (block: Int, mac: Int)? {
        switch suite {
        case 0x000a, 0x000d, 0x0010, 0x0013, 0x0016, 0x001b, 0xc003, 0xc008, 0xc00d, 0xc012, 0xc017: (8, 20)
        case 0x002f...0x003a, 0x0041...0x0046, 0x0084...0x0089, 0xc004, 0xc005, 0xc009, 0xc00a, 0xc00e, 0xc00f,
            0xc013, 0xc014, 0xc018, 0xc019:
            (16, 20)
        case 0x003c...0x0040, 0x0067...0x006d, 0x00ba...0x00c5, 0xc023, 0xc025, 0xc027, 0xc029, 0xc072, 0xc074,
            0xc076, 0xc078:
            (16, 32)
        case 0xc024, 0xc026, 0xc028, 0xc02a, 0xc073, 0xc075, 0xc077, 0xc079: (16, 48)
        default: nil
        }
    }

    /// The lengths that the plaintext of a record of this length can have; nil where no record of this cipher has it.
    package func plaintext(_ length: Int) -> ClosedRange<Int>? {
        switch protection {
        case .overhead(let octets):
            return length >= octets ? (length - octets)...(length - octets) : nil
        case .blocks(let block, let mac, let vector, let hidesMAC):
            let blocks = length - vector - (hidesMAC ? 0 : mac)
            let hidden = hidesMAC ? mac : 0
            guard blocks > 0, blocks % block == 0, blocks > hidden else { return nil }
            return max(0, blocks - hidden - block)...(blocks - hidden - 1)
        }
    }

    /// The same of several records whose lengths are known as a sum.
    package func plaintext(_ length: Int, ofRecords count: Int) -> ClosedRange<Int>? {
        guard count > 1 else { return plaintext(length) }
        switch protection {
        case .overhead(let octets):
            let sum = length - octets * count
            return sum >= 0 ? sum...sum : nil
        case .blocks(let block, let mac, let vector, _):
            let high = length - (vector + mac) * count
            return high >= 0 ? max(0, high - block * count)...high : nil
        }
    }

    package var isExact: Bool {
        if case .overhead = protection { return true }
        return false
    }
}
