import Bytes

/// What a client offers (RFC 8446 §4.1.2).
package struct ClientHello: Hashable, Sendable {
    package var moment: TLSMoment
    package var highestVersion: ProtocolVersion
    package var cipherSuites: [UInt16] = []
    package var serverName: String?

    /// Reads the body of a ClientHello message; what is cut off is left out.
    init?(_ body: RawSpan, at moment: TLSMoment) {
        self.moment = moment
        var reader = ByteReader(body)
        do throws(ShortRead) {
            highestVersion = ProtocolVersion(rawValue: try reader.uint16())
            try reader.skip(32)
            try reader.skip(Int(try reader.uint8()))
        } catch { return nil }
        do throws(ShortRead) {
            let suites = try reader.range(Int(try reader.uint16()))
            cipherSuites = stride(from: suites.lowerBound, to: suites.upperBound - 1, by: 2).map { body.uint16($0) }
            try reader.skip(Int(try reader.uint8()))
            let extensions = try reader.range(Int(try reader.uint16()))
            try readExtensions(body.extracting(extensions))
        } catch { return }
    }

    private mutating func readExtensions(_ list: RawSpan) throws(ShortRead) {
        var reader = ByteReader(list)
        while reader.remaining >= 4 {
            let type = try reader.uint16()
            let content = try reader.range(Int(try reader.uint16()))
            switch type {
            case 0: serverName = Self.serverName(list.extracting(content))
            case 43: highestVersion = max(highestVersion, Self.highest(list.extracting(content)))
            default: break
            }
        }
    }

    /// server_name (RFC 6066 §3): list length (2), type (1), name length (2), name.
    private static func serverName(_ content: RawSpan) -> String? {
        guard content.byteCount > 5, content.uint8(2) == 0 else { return nil }
        let length = Int(content.uint16(3))
        guard length > 0, 5 + length <= content.byteCount, length <= 255 else { return nil }
        return String(decoding: content.copied(5..<(5 + length)), as: UTF8.self)
    }

    /// supported_versions: length (1), versions (2 each); GREASE values (RFC 8701) and drafts are no versions.
    private static func highest(_ content: RawSpan) -> ProtocolVersion {
        var best = ProtocolVersion(rawValue: 0)
        for at in stride(from: 1, to: content.byteCount - 1, by: 2) {
            let value = content.uint16(at)
            if value >> 8 == 3 { best = max(best, ProtocolVersion(rawValue: value)) }
        }
        return best
    }
}
