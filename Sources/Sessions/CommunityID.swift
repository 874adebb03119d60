import Bytes
import Packets
package import Streams
import TLS

/// The Community ID v1 of a flow (Corelight's specification): SHA-1 over seed, addresses, protocol and ports, in base64.
package enum CommunityID {
    package static func tcp(_ a: SocketAddress, _ b: SocketAddress) -> String {
        let key = FlowKey(a, b)
        var octets: [UInt8] = [0, 0]
        octets += network(key.low.address) + network(key.high.address)
        octets += [6, 0]
        octets += [key.low.port, key.high.port].flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        let digest = OpenSSLDigest(.sha1)
        digest.update(octets.rawSpan)
        return "1:" + base64(digest.finish())
    }

    private static func network(_ address: IPAddress) -> [UInt8] {
        if let v4 = address.v4 { return (0..<4).map { UInt8(truncatingIfNeeded: v4 >> UInt32(24 - 8 * $0)) } }
        return [address.high, address.low].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }

    private static func base64(_ octets: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: octets.count, by: 3) {
            let group = octets[start..<min(start + 3, octets.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for index in 0..<4 {
                text.append(index <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)] : "=")
            }
        }
        return text
    }
}
