import Bytes
import Capture

/// Everything that one reading of a file gave.
struct CaptureReading {
    var frames: [Frame] = []
    var contents: [[UInt8]] = []
    let summary: CaptureSummary
    let interfaces: [CaptureInterface]
    let notes: CaptureNotes

    init(_ bytes: [UInt8], portion: Int = .max, limits: CaptureLimits = CaptureLimits()) throws {
        var file = try CaptureFile(name: "test", source: MemorySource(bytes, portion: portion), limits: limits)
        var frames: [Frame] = []
        var contents: [[UInt8]] = []
        file.forEachFrame { frame, bytes in
            frames.append(
                Frame(
                    number: frame.number, timestamp: frame.timestamp, linkType: frame.linkType,
                    interface: frame.interface, capturedLength: frame.capturedLength,
                    originalLength: frame.originalLength))
            contents.append(bytes.copied())
            return true
        }
        self.frames = frames
        self.contents = contents
        summary = file.summary
        interfaces = file.interfaces
        notes = file.notes
    }

    var numbers: [Int] { frames.map(\.number) }
    var nanoseconds: [Int64] { frames.map(\.timestamp.nanoseconds) }
}

/// SplitMix64: the same numbers on every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
