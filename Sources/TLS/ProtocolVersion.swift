/// A TLS protocol version as it stands on the wire (RFC 8446 §4.1.2).
package struct ProtocolVersion: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let ssl2 = ProtocolVersion(rawValue: 0x0002)
    package static let ssl3 = ProtocolVersion(rawValue: 0x0300)
    package static let tls10 = ProtocolVersion(rawValue: 0x0301)
    package static let tls11 = ProtocolVersion(rawValue: 0x0302)
    package static let tls12 = ProtocolVersion(rawValue: 0x0303)
    package static let tls13 = ProtocolVersion(rawValue: 0x0304)

    package static func < (a: ProtocolVersion, b: ProtocolVersion) -> Bool { a.rawValue < b.rawValue }

    package var description: String {
        switch self {
        case .ssl2: "SSL 2.0"
        case .ssl3: "SSL 3.0"
        case .tls10: "TLS 1.0"
        case .tls11: "TLS 1.1"
        case .tls12: "TLS 1.2"
        case .tls13: "TLS 1.3"
        default: "0x" + String(rawValue, radix: 16)
        }
    }
}
