import Bytes

extension PacketDecoder {
    /// A port alone proves nothing: the datagram counts as a tunnel only if a packet came out of it. If not, the plain
    /// UDP stays in `packet` as it is, without a stop unless the capture's cut or the depth was to blame.
    @inline(never)
    static func udpTunnel(
        _ tunnel: UDPTunnel, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        var inner = packet
        inner.ip = nil
        do throws(DecodeStop) {
            try open(tunnel, bytes, at: offset, wireLength: wireLength, &inner)
        } catch {
            switch error.reason {
            case .tooDeep where inner.ip == nil: throw error
            case .short where inner.ip == nil && bytes.byteCount < wireLength: throw error
            case _ where inner.ip != nil: break
            case .encrypted: inner.ip = packet.ip
            default: return
            }
            packet = inner
            throw error
        }
        packet = inner
    }

    private static func open(
        _ tunnel: UDPTunnel, _ bytes: RawSpan, at offset: Int, wireLength: Int, _ packet: inout Packet
    ) throws(DecodeStop) {
        switch tunnel {
        case .vxlan: try vxlan(bytes, at: offset, wireLength: wireLength, &packet)
        case .vxlanGPE: try vxlanGPE(bytes, at: offset, wireLength: wireLength, &packet)
        case .geneve: try geneve(bytes, at: offset, wireLength: wireLength, &packet)
        case .gtp: try gtp(bytes, at: offset, wireLength: wireLength, &packet)
        case .teredo: try teredo(bytes, at: offset, wireLength: wireLength, &packet)
        case .l2tp: try l2tp(bytes, at: offset, wireLength: wireLength, &packet)
        case .tzsp: try tzsp(bytes, at: offset, wireLength: wireLength, &packet)
        case .mpls:
            try openTunnel(0, at: offset, &packet)
            try mpls(bytes, at: offset, wireLength: wireLength, &packet)
        }
    }
}
