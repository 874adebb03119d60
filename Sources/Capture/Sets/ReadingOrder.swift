/// The order in which the inputs of a set are opened.
struct ReadingOrder {
    struct Entry {
        var input: CaptureInput
        /// The first packet's time; nil where it is not known: such a file is read when no other is open.
        var start: Timestamp?
        /// Standard input or a FIFO.
        var isAlone: Bool
        /// Too many files were open when its time came.
        var isLate = false
    }

    /// The first one to open last.
    private var entries: [Entry] = []
    /// Inputs that cannot be read.
    private(set) var failures: [CaptureError] = []
    /// Files that were named more than once.
    private(set) var repeated: Set<String> = []

    /// Files are looked into for their first packet, and go by its time. What cannot be opened twice stays where it
    /// stands among the inputs, and divides them.
    init(_ inputs: [CaptureInput], limits: CaptureLimits) {
        var ordered: [Entry] = []
        var files: [Entry] = []
        var seen: [FileStatus.Identity: String] = [:]
        func flush() {
            ordered += files.enumerated().sorted { first, second in
                switch (first.element.start, second.element.start) {
                case (let one?, let other?): (one, first.offset) < (other, second.offset)
                case (_?, nil): true
                case (nil, _?): false
                case (nil, nil): first.offset < second.offset
                }
            }.map(\.element)
            files = []
        }
        for input in inputs {
            let status = FileStatus(path: input.path)
            let isAlone = input.path == "-" || status.map { !$0.isRegular } ?? false
            if let status, !isAlone {
                if let name = seen[status.identity] {
                    repeated.insert(name)
                    continue
                }
                seen[status.identity] = input.path
            }
            if isAlone {
                flush()
                ordered.append(Entry(input: input, isAlone: true))
            } else if inputs.count == 1 {
                files.append(Entry(input: input, isAlone: false))
            } else {
                do throws(CaptureError) {
                    files.append(Entry(input: input, start: try Self.start(of: input.path, limits), isAlone: false))
                } catch {
                    if !input.isPassedOver(error) { failures.append(error) }
                }
            }
        }
        flush()
        entries = ordered.reversed()
    }

    var next: Entry? { entries.last }
    var isEmpty: Bool { entries.isEmpty }

    mutating func takeNext() -> Entry? { entries.popLast() }

    /// The next one has to wait for a file to end.
    mutating func delayNext() {
        if let index = entries.indices.last { entries[index].isLate = true }
    }

    /// Bytes read to find the first packet.
    private static let readBuffer = 32 << 10

    /// The time of a file's first packet; nil where it has none, or no time.
    private static func start(of path: String, _ limits: CaptureLimits) throws(CaptureError) -> Timestamp? {
        var limits = limits
        limits.readBuffer = min(limits.readBuffer, readBuffer)
        var file = try CaptureFile(path: path, limits: limits)
        file.forEachFrame { _, _ in false }
        return file.summary.firstPacketAt
    }
}
