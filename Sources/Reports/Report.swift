package import Capture
package import Diagnosis
package import Packets
import SMTP
import Sessions
import Streams

/// Everything that a report tells: what was read, and every session with its verdict. The formats differ in layout only.
package struct Report: Sendable {
    /// One capture that was read, with its sessions in the order of their first frames.
    package struct AnalysedCapture: Sendable {
        package var summary: CaptureSummary
        /// Frames whose decoding stopped before a transport header.
        package var undecodablePackets: Int
        /// Why, with counts: `ipv4 header`, `link type IEEE802_11`.
        package var undecodableReasons: [String: Int]
        /// TCP segments that belong to no session: other protocols.
        package var otherSegments: Int
        /// IP fragments, and what was made of them.
        package var fragments: FragmentCounts
        /// Until a report takes them over: it holds them itself.
        package var sessions: [DiagnosedSession]
        /// How many sessions a report took over, and what they say of the capture's health.
        package internal(set) var sessionCount = 0
        package var streams = StreamHealth()

        package init(
            summary: CaptureSummary, sessions: [DiagnosedSession], undecodablePackets: Int = 0,
            undecodableReasons: [String: Int] = [:], otherSegments: Int = 0,
            fragments: FragmentCounts = FragmentCounts()
        ) {
            self.summary = summary
            self.sessions = sessions
            self.undecodablePackets = undecodablePackets
            self.undecodableReasons = undecodableReasons
            self.otherSegments = otherSegments
            self.fragments = fragments
        }
    }

    /// Files that were read as one capture, in the order of their first packets.
    package struct AnalysedSet: Sendable {
        package var captures: [AnalysedCapture]
        package var numbering: FrameNumbering
        /// In the order of their first frames.
        package var sessions: [DiagnosedSession]
        /// Of two sides of a box: how many of the captures, the first ones, are of the inside.
        package var inside: Int?

        package init(
            captures: [AnalysedCapture], sessions: [DiagnosedSession], numbering: FrameNumbering, inside: Int? = nil
        ) {
            self.captures = captures
            self.inside = inside
            self.numbering = numbering
            self.sessions = sessions
        }
    }

    /// A session with its number in the report.
    package struct Entry: Sendable {
        /// From 1, in the order of captures and first frames. A selection keeps the numbers.
        package var id: Int
        /// Index into `captures`.
        package var capture: Int
        package var diagnosed: DiagnosedSession
        /// A Wireshark filter that shows this session in its capture.
        package var displayFilter: String
        /// Where this session's frames are.
        package var places: FramePlaces
        /// Which of the sets that were read as one capture each.
        package var set = 0
    }

    /// The program's version.
    package var version: String
    package var captures: [AnalysedCapture]
    package var entries: [Entry]
    /// Several files were read as one capture.
    package var hasSets: Bool
    /// Two sides of a box: how many of the captures, the first ones, are of the inside.
    package private(set) var inside: Int?
    /// What sessions tell together, by device; empty until ``tellDevices(_:)``.
    package internal(set) var devices: [ReportedDevice] = []
    /// Devices that are not among them.
    package internal(set) var devicesOmitted = 0

    package init(version: String, captures: [AnalysedCapture]) {
        let sets = captures.map { capture in
            var file = capture
            file.sessions = []
            return AnalysedSet(captures: [file], sessions: capture.sessions, numbering: .identity)
        }
        self.init(version: version, sets: sets)
    }

    package init(version: String, sets: [AnalysedSet]) {
        self.version = version
        captures = sets.flatMap(\.captures)
        entries = []
        hasSets = sets.contains { $0.captures.count > 1 }
        inside = sets.first?.inside
        let names = FramePlaces.names(captures.map(\.summary.path))
        entries.reserveCapacity(sets.reduce(0) { $0 + $1.sessions.count })
        var first = 0
        for (number, set) in sets.enumerated() {
            let places = FramePlaces(set.numbering, names: names, firstCapture: first)
            let filters = DisplayFilter.filters(set.sessions.map(\.session), places)
            for (session, filter) in zip(set.sessions, filters) {
                // Each session counts for the file of its first frame.
                let home = places.home(at: session.session.first.frame)
                if captures.indices.contains(home.capture) {
                    captures[home.capture].sessionCount += 1
                    captures[home.capture].streams.count(session)
                }
                entries.append(
                    Entry(
                        id: entries.count + 1, capture: home.capture, diagnosed: session, displayFilter: filter,
                        places: home, set: number))
            }
            first += set.captures.count
        }
    }

    /// The same report with the sessions only that are chosen.
    package func selecting(_ selection: SessionSelection) -> Report {
        guard !entries.allSatisfy(selection.includes) else { return self }
        var report = self
        report.entries = entries.filter(selection.includes)
        let chosen = Set(report.entries.map(\.id))
        report.devices = devices.compactMap { $0.selecting(chosen) }
        return report
    }

    /// At most `limit` entries in their order, and how many are left out: first those that never connected, then the last.
    package func listed(limit: Int?) -> (entries: [Entry], omitted: Int) {
        guard let limit, limit < entries.count else { return (entries, 0) }
        let kept = max(0, limit)
        let talking = entries.filter(\.hasDialogue).prefix(kept)
        let silent = entries.lazy.filter { !$0.hasDialogue }.prefix(kept - talking.count)
        let chosen = (Array(talking) + Array(silent)).sorted { $0.id < $1.id }
        return (chosen, entries.count - chosen.count)
    }
}

extension Report.Entry {
    /// Something was said, readable or not.
    var hasDialogue: Bool {
        let session = diagnosed.session
        if !session.dialogue.exchanges.isEmpty || session.tls != nil { return true }
        return session.connection.map { $0.client.hasData || $0.server.hasData } ?? false
    }
}

extension Report.AnalysedCapture {
    /// What is known of its health, from all its sessions.
    var healthFacts: HealthFacts {
        HealthFacts(
            summary: summary, streams: streams, fragments: fragments, undecodable: undecodablePackets,
            undecodableReasons: undecodableReasons)
    }

    var healthFindings: [HealthFinding] { HealthJudge.findings(healthFacts) }
}
