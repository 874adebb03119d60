import Bytes

/// What the server chose (RFC 8446 §4.1.3).
package struct ServerHello: Hashable, Sendable {
    package var moment: TLSMoment
    package var version: ProtocolVersion
    package var cipherSuite: UInt16

    init?(_ body: RawSpan, at moment: TLSMoment) {
        self.moment = moment
        var reader = ByteReader(body)
        do throws(ShortRead) {
            version = ProtocolVersion(rawValue: try reader.uint16())
            try reader.skip(32)
            try reader.skip(Int(try reader.uint8()))
            cipherSuite = try reader.uint16()
        } catch { return nil }
        do throws(ShortRead) {
            try reader.skip(3)
            while reader.remaining >= 4 {
                let type = try reader.uint16()
                let content = try reader.range(Int(try reader.uint16()))
                // supported_versions names the real version; the field above stays at TLS 1.2.
                if type == 43, content.count == 2 {
                    version = ProtocolVersion(rawValue: body.uint16(content.lowerBound))
                }
            }
        } catch { return }
    }
}
