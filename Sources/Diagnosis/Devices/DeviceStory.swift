package import Knowledge
package import Packets

/// What several sessions together tell of one device. It adds to their verdicts and contradicts none.
package struct DeviceStory: Sendable {
    /// Frames of one session.
    package struct Sign: Hashable, Sendable {
        /// The session's number in the report.
        package var session: Int
        package var frames: [Int]
    }

    /// A habit, or a pattern over sessions.
    package struct Remark: Sendable {
        /// A stable name: `test-passes-delivery-fails`.
        package var id: String
        /// What was seen, as a sentence with the sessions' numbers.
        package var text: String
        package var signs: [Sign]
        /// What it means; nil where the facts say it.
        package var meaning: Observation?
        /// Worth a reader's time.
        package var isNotable = true
        /// Every session that it names, with frames or without.
        var rests: Set<Int>
        /// Of these, those whose part in it nobody read: it was inferred from lengths under TLS, and is likely.
        package var inferred: [Int] = []

        /// Sessions that are named with their frames; the text counts all.
        package static let mostSigns = 100

        init(_ id: String, _ text: String, _ signs: [Sign], isNotable: Bool = true) {
            self.id = id
            self.text = text
            rests = Set(signs.map(\.session))
            self.signs = Array(signs.lazy.filter { !$0.frames.isEmpty }.prefix(Self.mostSigns))
            self.isNotable = isNotable
        }

        /// No remark is firmer than the sessions that it rests on.
        func weighed(by attempts: [Attempt]) -> Remark {
            var remark = self
            remark.inferred = attempts.filter { $0.isInferred && rests.contains($0.id) }.ids.sorted()
            if !remark.inferred.isEmpty {
                remark.text += "; likely, as inferred under TLS in \(DeviceStory.phrase(remark.inferred))"
            }
            return remark
        }
    }

    package var addresses: [IPAddress]
    package var mac: MACAddress?
    package var identity: ClientIdentity
    /// Other devices may stand behind the same address: its packets crossed a router, and the address is public.
    package var mayBeSeveral: Bool
    /// The sessions' numbers, in order.
    package var sessions: [Int]
    package var habits: [Remark]
    package var patterns: [Remark]

    /// `session 3`, `sessions 1–3, 7`.
    package static func phrase(_ sessions: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for id in Set(sessions).sorted() {
            if let last = ranges.last, last.upperBound + 1 == id {
                ranges[ranges.count - 1] = last.lowerBound...id
            } else {
                ranges.append(id...id)
            }
        }
        let shown = ranges.prefix(6).map { range in
            range.count == 1
                ? "\(range.lowerBound)"
                : range.count == 2
                    ? "\(range.lowerBound), \(range.upperBound)" : "\(range.lowerBound)–\(range.upperBound)"
        }
        let list = shown.joined(separator: ", ") + (ranges.count > 6 ? ", …" : "")
        return (sessions.count == 1 ? "session " : "sessions ") + list
    }
}
