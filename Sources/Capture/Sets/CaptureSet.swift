import Bytes

/// Several files as one capture: all frames in the order of their times, whatever the order of the files.
///
/// Files whose times do not overlap are read one after the other; those that do are merged. Each file's frames keep
/// their order in it. Memory is a read buffer and one frame for each open file.
package struct CaptureSet: ~Copyable {
    /// What was read of each file, in the order of their first packets. Complete once `forEachFrame` is at the end.
    package private(set) var captures: [CaptureSummary] = []
    /// What the files hold beside frames, by their index in `captures`; empty unless `keepsContents`.
    package private(set) var contents: [Int: CaptureContents] = [:]
    /// Keep names, comments and interfaces of all files.
    package var keepsContents = false
    /// Where the files' decryption secrets go as they are read.
    package var secrets: SecretsInbox?
    /// Inputs of which nothing could be read.
    package private(set) var failures: [CaptureError]
    package private(set) var numbering: FrameNumbering
    private var order: ReadingOrder
    private var open: [SetMember] = []
    private let limits: CaptureLimits
    /// The numbering hit its limit, and that has been told.
    private var hasToldOfTurns = false

    /// Files are looked into, standard input and FIFOs are not.
    package init(_ inputs: [CaptureInput], limits: CaptureLimits = CaptureLimits()) {
        order = ReadingOrder(inputs, limits: limits)
        failures = order.failures
        numbering = FrameNumbering(limits: limits)
        self.limits = limits
    }

    package init(paths: [String], limits: CaptureLimits = CaptureLimits()) {
        self.init(paths.map { CaptureInput($0) }, limits: limits)
    }

    /// Calls `body` for each frame in the order of time, with the index of its file in `captures`. `Frame.number` counts
    /// over the whole set; `numbering` knows the file's own. The span is borrowed: it is valid during the call only.
    /// Stops when `body` returns false; a further call goes on behind that frame.
    package mutating func forEachFrame(_ body: (borrowing Frame, RawSpan, _ capture: Int) -> Bool) {
        while openNext() {
            guard let slot = earliest else { return }
            let member = open[slot]
            let before = member.number
            let outcome = member.handOut(until: limit(of: slot), shift: numbering.last &- before, body)
            if !numbering.take(member.number &- before, slot: slot) { beginStretch() }
            switch outcome {
            case .isLater: continue
            case .stopped: return
            case .ended: close(slot)
            }
        }
    }

    /// `captures`, with what was read so far of those that are open.
    package var capturesSoFar: [CaptureSummary] {
        var all = captures
        for member in open {
            let told = all[member.capture].problems
            all[member.capture] = member.summary
            all[member.capture].problems += told
        }
        return all
    }

    /// Names that the files hold for addresses, so far.
    package var namesSoFar: [ResolvedName] {
        let known = contents.merging(open.map { ($0.capture, $0.contents) }) { $1 }
        return known.sorted { $0.key < $1.key }.flatMap { $0.value.notes.names }
    }

    // MARK: - Opening and closing

    private var mostOpen: Int { min(max(1, limits.openFiles), CaptureLimits.mostOpenFiles) }

    /// Opens the files whose time has come; false when all have been read.
    private mutating func openNext() -> Bool {
        for slot in open.indices.reversed() where !open[slot].load() { close(slot) }
        while let next = order.next {
            if !open.isEmpty {
                guard let start = next.start, let slot = earliest, let time = open[slot].time, start <= time,
                    !open.contains(where: \.isAlone)
                else { break }
                guard open.count < mostOpen else {
                    order.delayNext()
                    break
                }
            }
            if let entry = order.takeNext() { open(entry) }
        }
        return !open.isEmpty
    }

    private mutating func open(_ entry: ReadingOrder.Entry) {
        do throws(CaptureError) {
            var file = try CaptureFile(path: entry.input.path, limits: limits)
            if let secrets { file.deliverSecrets(to: secrets) }
            var summary = file.summary
            if order.repeated.contains(entry.input.path) { summary.note("given more than once; read once") }
            if entry.isLate {
                summary.note("more than \(mostOpen) files overlap in time: this one was read late, out of order")
            }
            let member = SetMember(file, capture: captures.count, isAlone: entry.isAlone)
            captures.append(summary)
            open.append(member)
            if member.load() { beginStretch() } else { close(open.count &- 1) }
        } catch {
            if !entry.input.isPassedOver(error) { failures.append(error) }
        }
    }

    private mutating func close(_ slot: Int) {
        let member = open.remove(at: slot)
        let told = captures[member.capture].problems
        captures[member.capture] = member.summary
        captures[member.capture].problems += told
        if keepsContents { contents[member.capture] = member.contents }
        if numbering.isFull, !hasToldOfTurns {
            hasToldOfTurns = true
            captures[member.capture].note("merged too often: frame numbers after a while are the whole set's")
        }
        if !open.isEmpty { beginStretch() }
    }

    private mutating func beginStretch() {
        numbering.begin(open.map { ($0.capture, $0.number) })
    }

    // MARK: - Whose turn it is

    /// The open file whose waiting frame is the earliest; the first one of several.
    private var earliest: Int? {
        var found: (slot: Int, time: Timestamp)?
        for slot in open.indices {
            guard let time = open[slot].time else { continue }
            if let best = found, best.time <= time { continue }
            found = (slot, time)
        }
        return found?.slot
    }

    /// Up to when a file may be read before another one has to be looked at.
    private func limit(of slot: Int) -> TimeLimit? {
        if open[slot].isAlone { return nil }
        var limit: TimeLimit?
        for other in open.indices where other != slot {
            guard let time = open[other].time else { continue }
            if let known = limit, known.time < time || (known.time == time && !known.isInclusive) { continue }
            limit = TimeLimit(time: time, isInclusive: slot < other)
        }
        if open.count < mostOpen, let start = order.next?.start, start < limit?.time ?? .distantFuture {
            limit = TimeLimit(time: start, isInclusive: true)
        }
        return limit
    }
}

extension Timestamp {
    fileprivate static let distantFuture = Timestamp(nanoseconds: .max)
}

extension CaptureSummary {
    /// Something to know that is no damage.
    fileprivate mutating func note(_ message: String) {
        problems.append(CaptureProblem(offset: 0, frame: nil, message: message, isDamage: false))
    }
}
