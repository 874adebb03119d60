package import Capture
import Packets
import SMTP
import Streams
import TLS

/// Sessions as they end, for a capture that has no end, or none that anybody waits for: what was handed out is forgotten.
extension SessionAssembler {
    /// Look-ups without an address are failures when nothing more came for this long. A resolver gives up earlier:
    /// glibc asks twice at each server, 5 s apart.
    static let lookupSeconds = 30.0
    /// A client that goes on asking is told after this long.
    static let lookupSecondsInAll = 120.0
    /// Attempts that were handed out and are remembered, for those that wait for their judgement.
    static let attemptsKept = 4_096
    /// Sessions that wait for what may explain them; the first ones are handed out where there are more.
    static let mostWaiting = 4_096

    /// Tells the time where no packet does: connections that were closed, or silent, for long enough end.
    package func advance(to time: Timestamp) {
        lastTime = max(lastTime, time)
        table.advance(to: time)
    }

    /// The same of closed connections only: a time that may be wrong ends none that goes on.
    package func endClosed(at time: Timestamp) { table.endClosed(at: time) }

    /// Connections that nobody has closed.
    package var openConnections: Int { table.openConnections }

    /// Sessions that ended since the last call, in the order of their first frames.
    package func takeFinished() -> [Session] {
        let known = finished.count
        collect()
        if finished.count > known { mergeCopies() }
        var taken = settled(takeDue())
        recent += taken.compactMap(AttemptTrace.init)
        if recent.count > 2 * Self.attemptsKept { recent.removeFirst(recent.count - Self.attemptsKept) }
        taken += overdueLookups()
        handedOut += taken.count
        return taken.sorted { $0.first.frame < $1.first.frame }
    }

    private func takeDue() -> [Session] {
        guard options.waitsForContext else {
            defer { finished = [] }
            return finished
        }
        let excess = finished.count - Self.mostWaiting
        let due = finished.indices.filter { $0 < excess || isDue(finished[$0]) }
        guard !due.isEmpty else { return [] }
        let taken = Set(due)
        let sessions = due.map { finished[$0] }
        finished = finished.indices.filter { !taken.contains($0) }.map { finished[$0] }
        return sessions
    }

    /// Nothing that comes can explain it any more. What failed to connect is explained by its client's next attempts;
    /// the copy of a connection behind address translation ends when this one does.
    private func isDue(_ session: Session) -> Bool {
        guard let facts = session.connection else { return true }
        if !facts.isConnected { return lastTime.seconds(since: session.first.time) > RelatedAttempts.seconds }
        let streams = options.streams
        return lastTime.seconds(since: session.last.time) > streams.lingerSeconds + streams.copySeconds
    }

    /// What these clients tried, over or not.
    func attempts(of clients: Set<IPAddress>) -> [AttemptTrace] {
        recent.filter { clients.contains($0.client) }
            + finished.lazy.filter { clients.contains($0.client.address) }.compactMap(AttemptTrace.init)
            + (connectionsWaiting(of: clients) + table.attempts(of: clients)).map { facts in
                let lookup = names.lookup(
                    of: facts.serverAddress.address, by: facts.clientAddress.address, before: facts.first.time)
                return AttemptTrace(facts, name: lookup?.name)
            }
    }

    /// Sessions that go on and had no packet for so many seconds, as they stand; each is told once.
    package func takeStalled(after seconds: Double) -> [Session] {
        table.stalled(for: seconds, at: lastTime).compactMap { connection in
            guard let conversation = connection.consumer as? MailConversation else { return nil }
            let (dialogue, tls) = conversation.soFar
            var stalled = session(connection.factsSoFar, dialogue, tls, conversation)
            stalled?.isOpen = true
            return stalled
        }
    }

    /// Failed look-ups whose time is over. Looked for once a second.
    private func overdueLookups() -> [Session] {
        if let last = lastLookupCheck, (0..<1).contains(lastTime.seconds(since: last)) { return [] }
        lastLookupCheck = lastTime
        let overdue = names.takeOverdue(at: lastTime, after: Self.lookupSeconds, orInAll: Self.lookupSecondsInAll)
        defer { names.markTold(overdue) }
        return failedLookups(overdue.map(\.lookup), mayBeOnlyStory: false)
    }
}
