package import Packets
import Diagnosis
import Sessions
import Streams

/// Which sessions of a report are told.
package struct SessionSelection: Sendable {
    /// Ids as the whole report numbers them; empty for all.
    package var ids: Set<Int> = []
    /// Addresses of clients; empty for all.
    package var clients: Set<IPAddress> = []
    /// Leaves out what was delivered.
    package var failedOnly = false

    package init() {}

    /// Every session that was not delivered.
    package static var failed: SessionSelection {
        var selection = SessionSelection()
        selection.failedOnly = true
        return selection
    }

    package func includes(_ entry: Report.Entry) -> Bool {
        if !ids.isEmpty, !ids.contains(entry.id) { return false }
        if !clients.isEmpty, !clients.contains(entry.diagnosed.session.client.address) { return false }
        return !failedOnly || entry.diagnosed.verdict.outcome != .delivered
    }
}
