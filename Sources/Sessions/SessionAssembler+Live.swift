package import Capture
import Packets
import SMTP
import Streams
import TLS

/// Sessions as they end, for a capture that has no end: what was handed out is forgotten.
extension SessionAssembler {
    /// Look-ups without an address are failures when nothing more came for this long. A resolver gives up earlier:
    /// glibc asks twice at each server, 5 s apart.
    static let lookupSeconds = 30.0
    /// A client that goes on asking is told after this long.
    static let lookupSecondsInAll = 120.0
    /// Starts of connections that are remembered, for look-ups that wait for their judgement.
    static let startsKept = 4_096

    /// Tells the time where no packet does: connections that were closed, or silent, for long enough end.
    package func advance(to time: Timestamp) {
        lastTime = max(lastTime, time)
        table.advance(to: time)
    }

    /// Connections that nobody has closed.
    package var openConnections: Int { table.openConnections }

    /// Sessions that ended since the last call, in the order of their first frames.
    package func takeFinished() -> [Session] {
        collect()
        settleFinished()
        recentStarts += finished.lazy.filter { $0.connection != nil }.map { ($0.client.address, $0.first.time) }
        if recentStarts.count > Self.startsKept { recentStarts.removeFirst(recentStarts.count - Self.startsKept) }
        finished += overdueLookups()
        handedOut += finished.count
        defer { finished = [] }
        return finished.sorted { $0.first.frame < $1.first.frame }
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
