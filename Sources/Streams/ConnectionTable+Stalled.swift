package import Capture
package import Packets

/// Questions about connections that go on.
extension ConnectionTable {
    /// Connections that are not closed and had no packet for so long, each told once, in the order in which they began.
    package func stalled(for seconds: Double, at now: Timestamp) -> [Connection] {
        let stalled = connections.values.filter { connection in
            connection.closed == nil && !connection.isToldStalled && connection.consumer.isWanted
                && now.seconds(since: connection.facts.last.time) >= seconds
        }
        for connection in stalled { connection.isToldStalled = true }
        return stalled.sorted { $0.facts.first.frame < $1.facts.first.frame }
    }

    /// Whether this client began a connection, still in the table, within so many seconds after a time.
    package func hasConnection(of client: IPAddress, within seconds: Double, after time: Timestamp) -> Bool {
        connections.values.contains { connection in
            let delay = connection.facts.first.time.seconds(since: time)
            return connection.facts.clientAddress.address == client && delay >= 0 && delay < seconds
        }
    }

    /// What is known of connections of these clients that were not handed out yet.
    package func attempts(of clients: Set<IPAddress>) -> [ConnectionFacts] {
        connections.values.lazy.filter { !$0.isOver && clients.contains($0.facts.clientAddress.address) }.map(\.facts)
    }
}
