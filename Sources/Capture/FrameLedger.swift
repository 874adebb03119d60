/// Numbers the frames and keeps the accounts of a file while it is read.
struct FrameLedger {
    private(set) var summary: CaptureSummary
    /// The number of the last frame that the file held, readable or not.
    private(set) var number = 0
    /// The time of the last frame that had one.
    private(set) var lastTime: Timestamp?
    private let problemLimit: Int
    /// Last time of each interface of the section, in nanoseconds; `Int64.min` before its first frame.
    private var clocks: [Int64] = []
    private var linkTypes: Set<LinkType> = []
    /// The time that the last step back came from, its interface, and how many frames stand behind it so far.
    private var stepFrom = Int64.min
    private var stepInterface = -1
    private var framesBehind = 0

    init(path: String, format: CaptureSummary.Format, compression: Compression, limits: CaptureLimits) {
        summary = CaptureSummary(path: path, format: format)
        summary.compression = compression
        problemLimit = limits.problems
    }

    private static let clockStep: Int64 = 1_000_000
    /// More frames than this behind a later one are a clock that was set.
    private static let disorder = 16

    mutating func beginSection() {
        clocks.removeAll(keepingCapacity: true)
        stepInterface = -1
        framesBehind = 0
    }

    mutating func addInterface(_ linkType: LinkType) {
        clocks.append(.min)
        if linkTypes.insert(linkType).inserted { summary.linkTypes.append(linkType) }
    }

    /// Counts a frame whose time is known. `interface` is its index in the section.
    @inline(__always)
    mutating func count(captured: Int, original: Int, at time: Timestamp, interface: Int) {
        count(captured: captured, original: original)
        lastTime = time
        if let first = summary.firstPacketAt, let last = summary.lastPacketAt {
            if time < first { summary.firstPacketAt = time }
            if time > last { summary.lastPacketAt = time }
        } else {
            summary.firstPacketAt = time
            summary.lastPacketAt = time
        }
        guard interface < clocks.count else { return }
        let limit = time.nanoseconds.addingReportingOverflow(Self.clockStep)
        if !limit.overflow, limit.partialValue < clocks[interface] {
            summary.clockSteps &+= 1
            if stepInterface < 0 { (stepFrom, stepInterface) = (clocks[interface], interface) }
        }
        if stepInterface == interface { followStep(time.nanoseconds) }
        clocks[interface] = time.nanoseconds
    }

    private mutating func followStep(_ time: Int64) {
        if time >= stepFrom {
            summary.outOfOrder &+= framesBehind
        } else if framesBehind < Self.disorder {
            framesBehind &+= 1
            return
        }
        stepInterface = -1
        framesBehind = 0
    }

    /// Counts a frame without a time of its own.
    @inline(__always)
    mutating func count(captured: Int, original: Int) {
        number &+= 1
        summary.packets &+= 1
        summary.bytes &+= original
        if captured < original {
            summary.truncatedPackets &+= 1
            summary.snapLength = min(captured, summary.snapLength ?? captured)
        }
    }

    /// A frame that is in the file and cannot be handed out: it has its number, so that later ones keep theirs.
    mutating func countUnreadable() { number &+= 1 }

    mutating func noteWatched(from start: Timestamp?, until end: Timestamp?) {
        if let start { summary.startedAt = min(start, summary.startedAt ?? start) }
        if let end { summary.endedAt = max(end, summary.endedAt ?? end) }
    }

    mutating func countDropped(_ count: UInt64) {
        let sum = (summary.droppedPackets ?? 0).addingReportingOverflow(Int(clamping: count))
        summary.droppedPackets = sum.overflow ? .max : sum.partialValue
    }

    /// Something a reader should know that is no problem.
    mutating func note(_ text: String, unlessTold isTold: Bool = false) {
        if !isTold, !summary.notes.contains(text) { summary.notes.append(text) }
    }

    /// `frame` defaults to the last one before the problem.
    mutating func report(
        at offset: Int, frame: Int? = nil, isPartial: Bool, isDamage: Bool = true, _ message: @autoclosure () -> String
    ) {
        if isPartial { summary.isPartial = true }
        guard summary.problems.count < problemLimit else {
            summary.problemsOmitted &+= 1
            return
        }
        let frame = frame ?? (number > 0 ? number : nil)
        summary.problems.append(CaptureProblem(offset: offset, frame: frame, message: message(), isDamage: isDamage))
    }
}
