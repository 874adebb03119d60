/// An ICMP (RFC 792) or ICMPv6 (RFC 4443) message; for errors, the connection that it quotes.
package struct ICMPHeader: Sendable {
    package var isV6: Bool
    package var type: UInt8
    package var code: UInt8
    /// The next-hop MTU of "fragmentation needed" (RFC 1191) or "packet too big"; 0 where it says nothing.
    package var mtu: UInt32 = 0
    package var quoted: Quoted?

    /// The start of the packet that the error is about.
    package struct Quoted: Sendable {
        package var source: IPAddress
        package var destination: IPAddress
        package var transportProtocol: UInt8
        package var sourcePort: UInt16
        package var destinationPort: UInt16
        /// TCP's sequence number; 0 for other protocols.
        package var sequence: UInt32
    }

    /// Destination unreachable, time exceeded, packet too big, parameter problem: about a packet that was sent.
    package var isError: Bool {
        isV6 ? type < 128 : [3, 4, 5, 11, 12].contains(type)
    }

    /// Says why a packet did not arrive. A redirect and a source quench (RFC 792) are about packets that went on.
    package var tellsLoss: Bool { isError && (isV6 || ![4, 5].contains(type)) }

    /// "Fragmentation needed" or "packet too big": path MTU discovery at work (RFC 1191, RFC 8201).
    package var isPacketTooBig: Bool { isV6 ? type == 2 : (type == 3 && code == 4) }
    package var isTimeExceeded: Bool { isV6 ? type == 3 : type == 11 }
    package var isUnreachable: Bool { isV6 ? type == 1 : (type == 3 && code != 4) }

    /// A filter says that it forbids this (RFC 1812 §5.2.7.1, RFC 4443 §3.1).
    package var isProhibited: Bool {
        guard isUnreachable else { return false }
        return isV6 ? [1, 5, 6].contains(code) : [9, 10, 13].contains(code)
    }

    /// The meaning in words, as the RFCs name it.
    package var meaning: String {
        if isPacketTooBig { return isV6 ? "packet too big" : "fragmentation needed" }
        if isTimeExceeded { return "time exceeded in transit" }
        guard isUnreachable else { return "ICMP type \(type) code \(code)" }
        if isV6 {
            return switch code {
            case 0: "no route to destination"
            case 1: "communication administratively prohibited"
            case 2: "beyond scope of source address"
            case 3: "address unreachable"
            case 4: "port unreachable"
            case 5: "source address failed ingress policy"
            case 6: "reject route to destination"
            default: "destination unreachable, code \(code)"
            }
        }
        return switch code {
        case 0: "network unreachable"
        case 1: "host unreachable"
        case 2: "protocol unreachable"
        case 3: "port unreachable"
        case 9: "network administratively prohibited"
        case 10: "host administratively prohibited"
        case 13: "communication administratively prohibited"
        default: "destination unreachable, code \(code)"
        }
    }
}
