/// Tunnels that are known by their UDP port (IANA's numbers, and Linux's older one for VXLAN).
enum UDPTunnel {
    case vxlan, vxlanGPE, geneve, gtp, teredo, l2tp, tzsp, mpls

    /// The destination says it; a peer that answers from the tunnel's port counts as well.
    @inline(__always)
    init?(ports source: UInt16, _ destination: UInt16) {
        if let tunnel = UDPTunnel(port: destination) ?? UDPTunnel(port: source) { self = tunnel } else { return nil }
    }

    /// The table of ports: add a tunnel here, in `PacketDecoder.open`, and its decoder beside it.
    @inline(__always)
    private init?(port: UInt16) {
        switch port {
        case 4789, 8472: self = .vxlan
        case 4790: self = .vxlanGPE
        case 6081: self = .geneve
        case 2152: self = .gtp
        case 3544: self = .teredo
        case 1701: self = .l2tp
        case 37008: self = .tzsp
        case 6635: self = .mpls
        default: return nil
        }
    }
}
