/// A connection that goes on, as it stands.
extension Connection {
    /// The facts so far, complete but for what waits for a hole to be filled.
    package var factsSoFar: ConnectionFacts {
        var facts = facts
        facts.client.noteUnacknowledged(in: client)
        facts.server.noteUnacknowledged(in: server)
        facts.history = history.text
        return facts
    }
}

extension DirectionFacts {
    /// What nobody has acknowledged.
    mutating func noteUnacknowledged(in stream: DirectionStream) {
        outstanding = stream.outstanding.filter { $0.offset &+ Int64($0.length) > stream.highestAcknowledged }
        unacknowledged = max(0, Int(clamping: stream.highestSent &- stream.highestAcknowledged))
    }
}
