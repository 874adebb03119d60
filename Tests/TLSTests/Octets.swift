import Bytes
import TLS

/// TLS octets written by hand, each length filled in.
enum Octets {
    static func record(_ type: UInt8, _ content: [UInt8], version: UInt16 = 0x0303) -> [UInt8] {
        [type] + two(Int(version)) + two(content.count) + content
    }

    static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { [type, 0] + two(body.count) + body }

    /// legacy_version, random, no session, suites, null compression, extensions.
    static func clientHello(
        version: UInt16 = 0x0303, suites: [UInt16] = [0xc02f, 0x009c], serverName: String? = nil,
        supportedVersions: [UInt16] = [], padding: Int = 0
    ) -> [UInt8] {
        var extensions: [UInt8] = []
        if padding > 0 { extensions += field(21, [UInt8](repeating: 0, count: padding)) }
        if let serverName {
            let name = Array(serverName.utf8)
            extensions += field(0, two(name.count + 3) + [0] + two(name.count) + name)
        }
        if !supportedVersions.isEmpty {
            let versions = supportedVersions.flatMap { two(Int($0)) }
            extensions += field(43, [UInt8(versions.count)] + versions)
        }
        let list = suites.flatMap { two(Int($0)) }
        let body = two(Int(version)) + random + [0] + two(list.count) + list + [1, 0]
        return message(1, body + (extensions.isEmpty ? [] : two(extensions.count) + extensions))
    }

    static func serverHello(
        version: UInt16 = 0x0303, suite: UInt16 = 0xc02f, selected: UInt16? = nil, session: Int = 32
    ) -> [UInt8] {
        let extensions = selected.map { field(43, two(Int($0))) } ?? []
        let body = two(Int(version)) + random + [UInt8(session)] + [UInt8](repeating: 7, count: session)
        return message(2, body + two(Int(suite)) + [0] + two(extensions.count) + extensions)
    }

    static let changeCipherSpec = record(20, [1])
    /// Of TLS 1.2: opaque octets in a handshake record.
    static let encryptedFinished = record(22, [UInt8](repeating: 0xee, count: 40))

    static func applicationData(_ length: Int) -> [UInt8] { record(23, [UInt8](repeating: 0xdd, count: length)) }

    private static let random = [UInt8](repeating: 9, count: 32)

    static func field(_ type: Int, _ content: [UInt8]) -> [UInt8] { two(type) + two(content.count) + content }

    static func two(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }

    static func three(_ value: Int) -> [UInt8] { [UInt8(value >> 16 & 255)] + two(value) }

    /// With its length before it.
    static func list(_ content: [UInt8]) -> [UInt8] { two(content.count) + content }

    /// SHA-256 of "HelloRetryRequest" is its random (RFC 8446 §4.1.3).
    static func helloRetryRequest(group: Int) -> [UInt8] {
        let digest = OpenSSLDigest(.sha256)
        digest.update(Array("HelloRetryRequest".utf8).rawSpan)
        let extensions = field(43, two(0x0304)) + field(51, two(group))
        return message(2, two(0x0303) + digest.finish() + [0] + two(0x1301) + [0] + list(extensions))
    }
}
