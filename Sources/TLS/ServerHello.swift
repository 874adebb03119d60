import Bytes

/// What the server chose (RFC 8446 §4.1.3).
package struct ServerHello: Hashable, Sendable {
    package var moment: TLSMoment
    package var version: ProtocolVersion
    package var random: [UInt8] = []
    package var sessionID: [UInt8] = []
    package var cipherSuite: UInt16
    /// 0 is none.
    package var compression: UInt8 = 0
    package var extensionTypes: [UInt16] = []
    /// Said in the clear by TLS 1.2 only.
    package var applicationProtocol: String?
    /// The group of its key share, or the one that a HelloRetryRequest asks for.
    package var group: UInt16?
    /// Which of the offered pre-shared keys it took (TLS 1.3).
    package var selectedPreSharedKey: UInt16?
    package var extendedMasterSecret = false
    package var encryptThenMAC = false
    /// It will send a ticket (RFC 5077).
    package var promisesTicket = false

    init?(_ body: RawSpan, at moment: TLSMoment) {
        self.moment = moment
        var reader = ByteReader(body)
        do throws(ShortRead) {
            version = ProtocolVersion(rawValue: try reader.uint16())
            random = body.copied(try reader.range(32))
            sessionID = body.copied(try reader.range(Int(try reader.uint8())))
            cipherSuite = try reader.uint16()
        } catch { return nil }
        do throws(ShortRead) {
            compression = try reader.uint8()
            let told = Int(try reader.uint16())
            let extensions = try reader.range(min(told, reader.remaining))
            var hello = self
            HelloExtensions.walk(body.extracting(extensions)) { type, content in hello.read(type, content) }
            self = hello
        } catch { return }
    }

    /// It is a HelloRetryRequest: its random is SHA-256 of these words (RFC 8446 §4.1.3).
    package var isRetryRequest: Bool { random == Self.retryRandom }

    private mutating func read(_ type: UInt16, _ content: RawSpan) {
        extensionTypes.append(type)
        switch type {
        case HelloExtensions.Kind.supportedVersions where content.byteCount == 2:
            // It names the real version; the field above stays at TLS 1.2.
            version = ProtocolVersion(rawValue: content.uint16(0))
        case HelloExtensions.Kind.applicationProtocols:
            applicationProtocol = HelloExtensions.protocols(content).first
        case HelloExtensions.Kind.keyShare where content.byteCount >= 2: group = content.uint16(0)
        case HelloExtensions.Kind.preSharedKey where content.byteCount == 2: selectedPreSharedKey = content.uint16(0)
        case HelloExtensions.Kind.extendedMasterSecret: extendedMasterSecret = true
        case HelloExtensions.Kind.encryptThenMAC: encryptThenMAC = true
        case HelloExtensions.Kind.sessionTicket: promisesTicket = true
        default: break
        }
    }

    private static let retryRandom: [UInt8] = [
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
        0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
    ]
}
