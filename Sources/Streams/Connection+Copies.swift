import Packets

extension Connection {
    /// The header of a packet that only another capture point shows, with the time to live of the first point: else one
    /// end would seem to send from two distances. A reset keeps its own where that does not explain it.
    func atFirstPoint(_ ip: IPHeader, _ tcp: TCPHeader, from side: Side, seenAt point: CapturePoint) -> IPHeader {
        let ttl = copies.timeToLive(ip.ttl, fromLow: side == .client, at: point)
        let known = facts[side]
        guard !tcp.flags.contains(.rst) || (ttl >= known.ttlLowest && ttl <= known.ttlHighest) else { return ip }
        var ip = ip
        ip.ttl = ttl
        return ip
    }

    /// After the end there is little to compare with.
    func forgetDelivered() {
        guard !client.recent.isEmpty || !server.recent.isEmpty else { return }
        client.recent = []
        server.recent = []
    }
}
