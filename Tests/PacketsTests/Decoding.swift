import Bytes
import Capture
import Packets
import TestSupport

/// Decodes bytes as a capture of this link type gives them. `wireLength` is larger where a snap length cut the frame.
func decode(_ bytes: [UInt8], as linkType: LinkType = .ethernet, wireLength: Int? = nil) -> Packet {
    let frame = Frame(
        number: 1, timestamp: .testStart, linkType: linkType, interface: 0, capturedLength: bytes.count,
        originalLength: wireLength ?? bytes.count)
    return PacketDecoder.decode(frame, bytes.rawSpan)
}

func decode(_ builder: FrameBuilder, as linkType: LinkType = .ethernet, wireLength: Int? = nil) -> Packet {
    decode(builder.bytes, as: linkType, wireLength: wireLength)
}

extension Packet {
    var tcp: TCPHeader? {
        if case .tcp(let header) = transport { header } else { nil }
    }

    var udp: UDPHeader? {
        if case .udp(let header) = transport { header } else { nil }
    }

    var icmp: ICMPHeader? {
        if case .icmp(let header) = transport { header } else { nil }
    }

    var arp: ARPHeader? {
        if case .arp(let header) = transport { header } else { nil }
    }
}

extension FrameBuilder {
    /// What every fixture carries in its innermost layer: 192.168.10.50 port 54062 greets 198.51.100.25 port 25.
    static let mail = FrameBuilder().ipv4(from: "192.168.10.50", to: "198.51.100.25").greeting()
    static let mailV6 = FrameBuilder().ipv6(from: "2001:db8::50", to: "2001:db8::25").greeting()

    func greeting() -> FrameBuilder { tcp(from: 54062, to: 25, flags: [.psh, .ack]).payload(greetingText) }

    /// The same inside an Ethernet frame whose addresses are not those of the outer one.
    static let mirrored = FrameBuilder().ethernet(from: innerClient, to: innerGateway)
        .ipv4(from: "192.168.10.50", to: "198.51.100.25").greeting()

    static let innerClient: HardwareAddress = "02:00:00:00:01:50"
    static let innerGateway: HardwareAddress = "02:00:00:00:01:01"

    /// The outer packet of a tunnel between 10.0.0.1 and 10.0.0.2.
    static func outer(protocolNumber: UInt8? = nil) -> FrameBuilder {
        FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2", protocolNumber: protocolNumber)
    }

    static func outerUDP(to port: UInt16) -> FrameBuilder {
        FrameBuilder().ethernet().ipv4(from: "10.0.0.1", to: "10.0.0.2").udp(from: 49152, to: port)
    }

    func payload(_ builder: FrameBuilder) -> FrameBuilder { payload(builder.bytes) }
}

let greetingText = "EHLO scanner\r\n"

func big16(_ value: Int) -> [UInt8] { [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)] }
func little16(_ value: Int) -> [UInt8] { big16(value).reversed() }
