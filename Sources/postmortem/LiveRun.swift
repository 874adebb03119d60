import ArgumentParser
import Capture
import Reports
import Sessions
import Streams

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A live capture from its first packet to its last.
final class LiveRun {
    struct Options {
        /// A session without a packet for so long is told as it stands.
        var stallSeconds = 60.0
        /// Seconds, and packets, after which capturing ends.
        var duration: Double?
        var packets: Int?
        var showsStatus = false
        var assembler = SessionAssembler.Options()
        /// Key logs that grow.
        var keyLogs: [KeyLogTail] = []
    }

    private var capture: LiveCapture
    private var ring: CaptureRing?
    private var feed: LiveFeed
    private let options: Options
    private let assembler: SessionAssembler
    private let signals = StopSignals()
    private var drops = DropLog()
    private var dropped = 0
    private var packets = 0
    private var problem: String?
    private var toldRingFailure = false
    private let started = ContinuousClock.now
    private var lastSecond = 0
    private var keyLogs: [KeyLogTail]

    /// A closed connection is told after this long: what comes in its first moments still counts.
    private static let settleSeconds = 0.5
    /// How long one waits for packets, and so how often time passes without them.
    private static let tickMilliseconds = 100
    /// Packets may be with the kernel for a tick before they are seen: the clock stays behind by more than that.
    private static let clockLag = 200_000_000
    /// After a signal, packets that were there before it are still taken, for at most so long.
    private static let drainSeconds = 2.0

    init(capture: consuming LiveCapture, ring: consuming CaptureRing?, feed: LiveFeed, options: Options) {
        self.capture = capture
        self.ring = ring
        self.feed = feed
        var options = options
        options.assembler.streams.settleSeconds = Self.settleSeconds
        self.options = options
        keyLogs = options.keyLogs
        assembler = SessionAssembler(options.assembler)
    }

    func run() throws {
        signals.start()
        if let warning = capture.warning { Output.complain(warning) }
        var goesOn = true
        while goesOn {
            goesOn = take(waiting: Self.tickMilliseconds, until: nil)
            readKeyLogs()
            try tellFinished()
            try passSecond()
            if signals.hasCome || isTimeOver || feed.isGone { break }
        }
        if goesOn { drain() }
        readKeyLogs()
        try end()
    }

    // MARK: -

    /// Takes the packets that are there. False when no more shall, or will, come.
    private func take(waiting milliseconds: Int, until end: Timestamp?) -> Bool {
        var isEnough = false
        let round = capture.forEachFrame(waiting: milliseconds) { frame, bytes in
            if let end, frame.timestamp > end {
                isEnough = true
                return false
            }
            assembler.process(frame, bytes)
            ring?.write(frame, bytes, drops: dropped)
            packets = frame.number
            if let limit = options.packets, packets >= limit { isEnough = true }
            return !isEnough
        }
        switch round {
        case .busy:
            if let last = capture.summary.lastPacketAt { assembler.advance(to: last) }
        case .idle:
            assembler.advance(to: Timestamp(nanoseconds: Self.now().nanoseconds &- Int64(Self.clockLag)))
            if end != nil { return false }
        case .failed(let reason):
            problem = reason
            capture.noteFailure(reason)
            return false
        }
        return !isEnough
    }

    /// Takes the keys that were logged since the last time. A program makes its key log with its first connection.
    private func readKeyLogs() {
        guard let keys = options.assembler.keys else { return }
        for index in keyLogs.indices where keyLogs[index].isFile { _ = keyLogs[index].read(into: keys) }
    }

    /// Takes what had arrived before the end.
    private func drain() {
        let end = Self.now()
        let begun = ContinuousClock.now
        while take(waiting: 3 * Self.tickMilliseconds / 2, until: end) {
            if begun.duration(to: .now) > .seconds(Self.drainSeconds) { return }
        }
    }

    private func tellFinished() throws {
        let sessions = assembler.takeFinished()
        guard !sessions.isEmpty else { return }
        try tell(sessions) { try $0.tell($1, $2, drops: $3) }
    }

    private func tell(
        _ sessions: [Session], _ body: (inout LiveFeed, Session, CaptureSummary, Int) throws -> Void
    ) throws {
        noteDrops()
        if feed.sharesTerminal { clearStatus() }
        let summary = capture.summary
        for session in sessions { try body(&feed, session, summary, drops.count(since: session.first.time)) }
        if feed.sharesTerminal { showStatus() }
    }

    /// What is done once a second.
    private func passSecond() throws {
        let second = Int(started.duration(to: .now).components.seconds)
        guard second != lastSecond else { return }
        lastSecond = second
        noteDrops()
        let stalled = assembler.takeStalled(after: options.stallSeconds)
        if !stalled.isEmpty { try tell(stalled) { try $0.tellStalled($1, $2, drops: $3) } }
        ring?.flush()
        if !toldRingFailure, let failure = ring?.failure {
            toldRingFailure = true
            clearStatus()
            Output.complain("\(failure); packets are no longer kept")
        }
        showStatus()
    }

    private func noteDrops() {
        capture.countDrops()
        dropped = capture.summary.droppedPackets ?? 0
        drops.note(total: dropped, at: Self.now())
    }

    private func end() throws {
        noteDrops()
        ring?.close(drops: dropped)
        clearStatus()
        let sessions = assembler.takeFinished() + assembler.finish(marksOpen: true)
        let summary = capture.summary
        for session in sessions { try feed.tell(session, summary, drops: drops.count(since: session.first.time)) }
        try feed.end(summary, assembler: assembler)
        if let problem { Output.complain("capturing on \(capture.name) ended: \(problem)") }
        if let failure = ring?.failure, !toldRingFailure { Output.complain("\(failure)") }
        if problem != nil || ring?.failure != nil { throw ExitCode(ExitStatus.readInPart) }
    }

    // MARK: - Time and status

    private var isTimeOver: Bool {
        options.duration.map { started.duration(to: .now) >= .seconds($0) } ?? false
    }

    private func showStatus() {
        guard options.showsStatus else { return }
        var status = StatusLine()
        status.seconds = lastSecond
        status.packets = packets
        status.drops = dropped
        status.open = assembler.openConnections
        status.finished = feed.finished
        Direct(descriptor: 2).write("\r\(status.text(capture.name))\u{1B}[K")
    }

    private func clearStatus() {
        if options.showsStatus { Direct(descriptor: 2).write("\r\u{1B}[K") }
    }

    private static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }
}
