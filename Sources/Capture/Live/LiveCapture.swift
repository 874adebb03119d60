/// Captures on one interface, or on all of them ("any", on Linux).
///
/// Not copyable: there is one position among the packets.
package struct LiveCapture: ~Copyable {
    package struct Options: Equatable, Sendable {
        /// Octets kept of each frame; libpcap's largest, so that nothing is cut.
        package var snapLength = 262_144
        package var isPromiscuous = true
        /// Bytes of the kernel's ring. 32 MB hold a quarter of a second of a full Gigabit line.
        package var bufferSize = 32 << 20
        /// How long the kernel gathers packets before it hands over a block that is not full.
        package var timeoutMilliseconds = 100

        package init() {}
    }

    /// How a round of `forEachFrame` ended.
    package enum Round: Equatable, Sendable {
        /// There was nothing, for as long as one waits.
        case idle
        case busy
        /// The interface is gone, or cannot be read: nothing more will come.
        case failed(reason: String)
    }

    package let name: String
    package let linkType: LinkType
    package let snapLength: Int
    /// libpcap's remark about an interface that works with limits.
    package let warning: String?
    private let handle: PcapHandle
    private var ledger: FrameLedger
    /// Drops of the last reading, to see when the 32-bit counter wraps.
    private var lastDropped: UInt32 = 0
    package private(set) var received = 0

    /// Frames handed out in one round, so that the one who takes them can do other things between rounds.
    private static let roundLength = 4_096

    /// Opens an interface and starts capturing. `filter` may depend on the link type, which is known only then.
    package init(
        name: String, options: Options = Options(), filter: (LinkType) -> LiveFilter
    ) throws(LiveCaptureError) {
        let opened = try PcapHandle(device: name)
        let remark = try opened.activate(options)
        try opened.filter(filter(opened.linkType))
        self.name = name
        handle = opened
        warning = remark
        linkType = opened.linkType
        snapLength = opened.snapLength
        ledger = FrameLedger(path: name, format: .live, compression: .none, limits: CaptureLimits())
        ledger.beginSection()
        ledger.addInterface(linkType)
        countDrops()
    }

    /// What was captured so far.
    package var summary: CaptureSummary { ledger.summary }

    /// Hands out the frames that are there, waiting for the first one for so many milliseconds. Stops early when `body`
    /// returns false. The span is borrowed: it is valid during the call only.
    package mutating func forEachFrame(
        waiting milliseconds: Int, _ body: (borrowing Frame, RawSpan) -> Bool
    ) -> Round {
        var goesOn = true
        for count in 0..<Self.roundLength {
            var next = handle.next { goesOn = take($0, $1, $2, body) }
            if case .nothing = next, count == 0 {
                handle.wait(milliseconds: Int32(clamping: max(0, milliseconds)))
                next = handle.next { goesOn = take($0, $1, $2, body) }
            }
            switch next {
            case .packet: if !goesOn { return .busy }
            case .nothing: return count == 0 ? .idle : .busy
            case .failed(let reason): return .failed(reason: reason)
            }
        }
        return .busy
    }

    private mutating func take(
        _ time: Timestamp, _ length: Int, _ bytes: RawSpan, _ body: (borrowing Frame, RawSpan) -> Bool
    ) -> Bool {
        ledger.count(captured: bytes.byteCount, original: length, at: time, interface: 0)
        let frame = Frame(
            number: ledger.number, timestamp: time, linkType: linkType, interface: 0,
            capturedLength: bytes.byteCount, originalLength: length)
        return body(frame, bytes)
    }

    /// Asks the kernel for its drops; `summary.droppedPackets` counts them from then on.
    package mutating func countDrops() {
        guard let statistics = handle.statistics else { return }
        let dropped = statistics.dropped &+ statistics.droppedByInterface
        ledger.countDropped(UInt64(dropped &- lastDropped))
        lastDropped = dropped
        received = max(received, Int(statistics.received))
    }

    /// Notes why capturing ended before it should.
    package mutating func noteFailure(_ reason: String) {
        ledger.report(at: ledger.summary.bytes, isPartial: true, "capturing ended: \(reason)")
    }
}

extension LiveFilter {
    /// Throws where the filter's syntax is wrong. `linkType` because not every filter fits every link type.
    package func check(linkType: LinkType = .ethernet) throws(LiveCaptureError) {
        try PcapHandle(linkType: linkType, snapLength: LiveCapture.Options().snapLength)
            .filter(self, isOnlyChecked: true)
    }
}
