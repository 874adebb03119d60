package import Streams

/// Zeek's `conn_state` of a connection, decided as its `conn` script does from the last state of both ends.
package enum ConnectionState {
    private enum End { case inactive, synSent, synAckSent, established, partial, closed, reset }

    package static func of(_ facts: ConnectionFacts) -> String {
        let client = state(.client, facts)
        let server = state(.server, facts)
        let clientIsInactive = client == .inactive || client == .partial
        let serverIsInactive = server == .inactive || server == .partial
        let hasData = facts.client.octets > 0 || facts.server.octets > 0
        switch (client, server) {
        case (.synSent, .reset), (.synAckSent, .reset): return "REJ"
        case (.reset, .reset) where !hasData: return "REJ"
        case (_, .reset): return clientIsInactive ? "RSTRH" : "RSTR"
        case (.reset, _): return serverIsInactive ? "RSTOS0" : "RSTO"
        case (.closed, .closed): return "SF"
        case (.closed, _): return serverIsInactive ? "SH" : "S2"
        case (_, .closed): return clientIsInactive ? "SHR" : "S3"
        case (.synSent, .inactive): return "S0"
        case (.established, .established): return "S1"
        default: return "OTH"
        }
    }

    private static func state(_ side: Side, _ facts: ConnectionFacts) -> End {
        let own = facts[side]
        let hasFinished = own.fin != nil || own.finAcknowledgedUnseen
        if let reset = own.resets.first, !cameAfterBothFins(reset, facts) { return .reset }
        if hasFinished { return .closed }
        guard own.packets > 0 else { return .inactive }
        if facts.client.opening != nil, facts.server.opening != nil { return .established }
        if own.opening != nil { return side == .client ? .synSent : .synAckSent }
        // The other end's SYN or SYN-ACK is missing: what follows it is half of a conversation.
        return facts.established != nil ? .established : .partial
    }

    /// A reset of a connection that both ends had closed changes nothing.
    private static func cameAfterBothFins(_ reset: ResetSegment, _ facts: ConnectionFacts) -> Bool {
        guard let client = facts.client.fin, let server = facts.server.fin else { return false }
        return reset.origin.frame > max(client.frame, server.frame)
    }
}
