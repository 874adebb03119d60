import Bytes

/// A DHCP message (RFC 2131): what a client calls itself, and what a server gives it. Options of RFC 2132.
package struct DHCPMessage: Sendable {
    /// Option 53.
    package enum Kind: UInt8, Sendable { case discover = 1, offer, request, decline, acknowledgement, refusal }

    package var kind: Kind
    /// The client's address (yiaddr, or ciaddr where it has one and renews it, or only asks).
    package var client: IPAddress
    package var hardware: MACAddress
    /// Option 54.
    package var server: IPAddress?
    /// Options 3 and 6.
    package var routers: [IPAddress] = []
    package var nameServers: [IPAddress] = []
    /// Option 12: what the client calls itself.
    package var hostName: String?
    /// Option 60: what its software calls itself.
    package var vendorClass: String?
    /// Option 50: the address that it asks for.
    package var requested: IPAddress?

    /// Octets before the options: the fixed part, and the magic cookie (RFC 2131 §3).
    private static let fixed = 240
    private static let cookie: UInt32 = 0x6382_5363
    /// Addresses kept of one option, and octets of a name.
    private static let addresses = 8
    private static let nameLength = 64

    /// Nil where the octets are no DHCP message over Ethernet.
    package init?(_ bytes: RawSpan, in range: Range<Int>) {
        let message = bytes.extracting(range)
        guard message.byteCount > Self.fixed, [1, 2].contains(message.uint8(0)), message.uint8(1) == 1,
            message.uint8(2) == 6,
            message.uint32(236) == Self.cookie
        else { return nil }
        let given = message.uint32(16)
        client = IPAddress(v4: given == 0 ? message.uint32(12) : given)
        hardware = MACAddress(UInt64(message.uint16(28)) << 32 | UInt64(message.uint32(30)))
        var found: Kind?
        var at = Self.fixed
        while at + 1 < message.byteCount {
            let option = message.uint8(at)
            if option == 255 { break }
            if option == 0 {
                at += 1
                continue
            }
            let length = Int(message.uint8(at + 1))
            let start = at + 2
            guard start + length <= message.byteCount else { break }
            switch option {
            case 53 where length == 1: found = Kind(rawValue: message.uint8(start))
            case 54 where length == 4: server = IPAddress(v4: message.uint32(start))
            case 3: routers = Self.addresses(message, start, length)
            case 6: nameServers = Self.addresses(message, start, length)
            case 12:
                hostName = Self.text(message, start, length, from: 0x21)
            case 60: vendorClass = Self.text(message, start, length, from: 0x20)
            case 50 where length == 4: requested = IPAddress(v4: message.uint32(start))
            default: break
            }
            at = start + length
        }
        guard let found else { return nil }
        kind = found
    }

    /// Visible ASCII, from a blank or the character after it.
    private static func text(_ message: RawSpan, _ start: Int, _ length: Int, from first: UInt8) -> String {
        let octets = message.copied(start..<(start + min(length, nameLength)))
        return String(decoding: octets.filter { (first...0x7e).contains($0) }, as: UTF8.self)
    }

    private static func addresses(_ message: RawSpan, _ start: Int, _ length: Int) -> [IPAddress] {
        (0..<min(length / 4, addresses)).map { IPAddress(v4: message.uint32(start + 4 * $0)) }
    }
}
