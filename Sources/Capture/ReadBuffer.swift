import Bytes

/// The part of the input that is in memory: one array, refilled behind what has been read.
struct ReadBuffer {
    private var source: any ByteSource
    private var storage: [UInt8]
    /// The unread bytes are `storage[start..<end]`.
    private var start = 0
    private var end = 0
    /// Offset in the file of the first unread byte.
    private(set) var fileOffset = 0
    /// The input has no more bytes than those at hand.
    private(set) var isExhausted = false
    /// Why reading ended before the input's end.
    private(set) var failure: ReadFailure?

    init(_ source: any ByteSource, size: Int) {
        self.source = source
        storage = [UInt8](repeating: 0, count: max(64, size))
    }

    /// Whether the input is a file that somebody still writes.
    var growth: FileGrowth { source.growth }

    /// The unread bytes at hand.
    var span: RawSpan {
        @_lifetime(borrow self)
        get { storage.rawSpan.extracting(start..<end) }
    }

    var count: Int { end &- start }

    mutating func consume(_ count: Int) {
        let count = min(max(0, count), self.count)
        start &+= count
        fileOffset &+= count
    }

    /// Reads until `needed` bytes are at hand; false when the input ends before. The buffer grows as bytes arrive, never
    /// by what a length field claims, and to less than four times `needed`.
    mutating func fill(_ needed: Int) -> Bool {
        while count < needed {
            if isExhausted { return false }
            makeRoom()
            do throws(ReadFailure) {
                let got = try source.read(into: &storage, range: end..<storage.count)
                if got <= 0 { isExhausted = true }
                end = min(end &+ max(0, got), storage.count)
            } catch {
                failure = error
                isExhausted = true
            }
        }
        return true
    }

    /// Moves at most as many bytes as were read since the last move, so that the cost of moving stays in proportion.
    private mutating func makeRoom() {
        if start >= storage.count / 2 || start == end {
            if start > 0 {
                for offset in 0..<count { storage[offset] = storage[start &+ offset] }
                end = count
                start = 0
            }
        } else if end == storage.count {
            storage.append(contentsOf: repeatElement(0, count: storage.count))
        }
    }
}
