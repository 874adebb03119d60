import ArgumentParser
import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions
import Streams
import TLS

/// Reads two capture points of one network, and judges what both together show.
struct PairReader {
    let reader: CaptureReader

    struct Reading {
        let set: Report.AnalysedSet
        let failures: [CaptureError]
        /// One of both points has nothing that could be read.
        let lacksPoint: Bool
        /// What shows that the captures were given the wrong way round.
        let swapped: String?
    }

    init(knowledge: KnowledgeBase, trust: TrustStore, ports: [UInt16], keys: TLSKeys, showsProgress: Bool) {
        var reader = CaptureReader(knowledge: knowledge, trust: trust, ports: ports, showsProgress: showsProgress)
        reader.keys = keys
        reader.tracedSegments = Self.tracedSegments
        self.reader = reader
    }

    /// Segments kept of one connection: as many as a message of some 30 MB has.
    private static let tracedSegments = 32_768

    func read(inside: [CaptureInput], outside: [CaptureInput]) -> Reading {
        let inner = reader.assemble(inside)
        let outer = reader.assemble(outside, firstFrame: inner.numbering.last + 1)
        let numbering = inner.numbering.followed(by: outer.numbering, captures: inner.captures.count)
        var matcher = SessionMatcher(
            inside: inner.sessions, outside: outer.sessions, insideLookups: inner.lookups,
            outsideLookups: outer.lookups)
        let pairs = matcher.paired(outsideWatched: Self.watched(outer.captures))
        let sessions = Diagnostician(knowledge: reader.knowledge, trust: reader.trust).diagnose(
            pairs, inside: CaptureHealth(inner.captures.map(\.summary)),
            outside: CaptureHealth(outer.captures.map(\.summary)).numbered(after: inner.numbering.last))
        return Reading(
            set: Report.AnalysedSet(
                captures: inner.captures + outer.captures, sessions: sessions, numbering: numbering,
                inside: inner.captures.count),
            failures: inner.failures + outer.failures,
            lacksPoint: inner.captures.isEmpty || outer.captures.isEmpty,
            swapped: SwappedSides.sign(
                pairs, inside: inner.sessions.map(\.client.address) + inner.lookups.map(\.client),
                outside: outer.sessions.map(\.client.address) + outer.lookups.map(\.client)))
    }

    /// From the first to the last packet.
    private static func watched(_ captures: [Report.AnalysedCapture]) -> ClosedRange<Timestamp>? {
        let first = captures.compactMap(\.summary.firstPacketAt).min()
        let last = captures.compactMap(\.summary.lastPacketAt).max()
        guard let first, let last, first <= last else { return nil }
        return first...last
    }
}
