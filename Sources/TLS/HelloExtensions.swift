import Bytes

/// Walks the extensions of a hello (RFC 8446 §4.2).
///
///     type (2)  length (2)  content
enum HelloExtensions {
    enum Kind {
        static let serverName: UInt16 = 0
        static let groups: UInt16 = 10
        static let signatureAlgorithms: UInt16 = 13
        static let applicationProtocols: UInt16 = 16
        static let encryptThenMAC: UInt16 = 22
        static let extendedMasterSecret: UInt16 = 23
        static let sessionTicket: UInt16 = 35
        static let preSharedKey: UInt16 = 41
        static let earlyData: UInt16 = 42
        static let supportedVersions: UInt16 = 43
        static let keyShare: UInt16 = 51
    }

    /// Extensions of one hello that are told; browsers send about 20.
    static let limit = 64

    /// Stops where a length points beyond the end.
    static func walk(_ list: RawSpan, _ body: (_ type: UInt16, _ content: RawSpan) -> Void) {
        var reader = ByteReader(list)
        var count = 0
        while reader.remaining >= 4, count < limit {
            do throws(ShortRead) {
                let type = try reader.uint16()
                body(type, list.extracting(try reader.range(Int(try reader.uint16()))))
            } catch { return }
            count += 1
        }
    }

    /// 16-bit values after a length of `prefix` octets; what is cut off is left out.
    static func values(_ content: RawSpan, lengthOctets prefix: Int) -> [UInt16] {
        guard content.byteCount >= prefix else { return [] }
        let told = prefix == 1 ? Int(content.uint8(0)) : Int(content.uint16(0))
        let end = min(content.byteCount, prefix + told)
        return stride(from: prefix, to: end - 1, by: 2).map { content.uint16($0) }
    }

    /// ProtocolNameList (RFC 7301 §3.1): list length (2), then length (1) and name of each.
    static func protocols(_ content: RawSpan) -> [String] {
        var names: [String] = []
        var reader = ByteReader(content)
        do throws(ShortRead) {
            try reader.skip(2)
            while !reader.isAtEnd, names.count < 16 {
                names.append(String(decoding: content.copied(try reader.range(Int(try reader.uint8()))), as: UTF8.self))
            }
        } catch {}
        return names
    }

    /// server_name (RFC 6066 §3): list length (2), type (1), name length (2), name.
    static func serverName(_ content: RawSpan) -> String? {
        guard content.byteCount > 5, content.uint8(2) == 0 else { return nil }
        let length = Int(content.uint16(3))
        guard length > 0, 5 + length <= content.byteCount, length <= 255 else { return nil }
        return String(decoding: content.copied(5..<(5 + length)), as: UTF8.self)
    }

    /// The groups of a client's key shares: list length (2), then group (2), length (2) and key of each.
    static func keyShareGroups(_ content: RawSpan) -> [UInt16] {
        var groups: [UInt16] = []
        var reader = ByteReader(content)
        do throws(ShortRead) {
            try reader.skip(2)
            while reader.remaining >= 4, groups.count < limit {
                groups.append(try reader.uint16())
                try reader.skip(Int(try reader.uint16()))
            }
        } catch {}
        return groups
    }

    /// Identities of pre_shared_key (RFC 8446 §4.2.11): list length (2), then length (2), identity and age (4) of each.
    static func identities(_ content: RawSpan) -> Int {
        var count = 0
        var reader = ByteReader(content)
        do throws(ShortRead) {
            let end = 2 + Int(try reader.uint16())
            while reader.offset < end {
                try reader.skip(Int(try reader.uint16()) + 4)
                count += 1
            }
        } catch {}
        return count
    }

    /// GREASE values (RFC 8701) stand for nothing: 0x0a0a, 0x1a1a, …
    static func isGrease(_ value: UInt16) -> Bool { value & 0x0f0f == 0x0a0a && value >> 8 == value & 0xff }
}
