import Bytes
import Capture
import TestSupport
import Testing

/// Several files as one capture.
@Suite struct CaptureSetTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A file of frames that begin with these seconds; each holds its second as its only byte.
    private func file(_ name: String, _ seconds: [Int64]) throws -> String {
        try folder.write(
            PcapWriter().file(
                seconds.map {
                    TestFrame([UInt8(truncatingIfNeeded: $0)], at: Timestamp(nanoseconds: $0 * 1_000_000_000))
                }), name)
    }

    @Test func filesAreOrderedByTheirFirstPackets() throws {
        let reading = SetReading([try file("a", [5, 6]), try file("b", [1, 2]), try file("c", [3, 4])])
        #expect(reading.contents == [1, 2, 3, 4, 5, 6])
        #expect(reading.numbers == [1, 2, 3, 4, 5, 6])
        #expect(reading.names == ["b", "c", "a"])
        #expect(reading.places == [[0, 1], [0, 2], [1, 1], [1, 2], [2, 1], [2, 2]])
    }

    @Test func overlappingFilesAreMerged() throws {
        let reading = SetReading([try file("a", [1, 4, 5, 9]), try file("b", [2, 3, 6, 7]), try file("c", [8, 10])])
        #expect(reading.contents == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
        #expect(reading.numbers == Array(1...10))
        #expect(reading.agrees)
        #expect(reading.places.map { $0[0] } == [0, 1, 1, 0, 0, 1, 1, 2, 0, 2])
        #expect(reading.places.map { $0[1] } == [1, 1, 2, 2, 3, 3, 4, 1, 4, 2])
    }

    @Test func framesOfOneTimeGoByTheOrderOfTheirFiles() throws {
        let reading = SetReading([try file("a", [1, 2, 2, 3]), try file("b", [1, 2, 3, 3])])
        #expect(reading.places == [[0, 1], [1, 1], [0, 2], [0, 3], [1, 2], [0, 4], [1, 3], [1, 4]])
    }

    @Test func aFilesOwnOrderStays() throws {
        let reading = SetReading([try file("a", [1, 5, 3, 6]), try file("b", [4])])
        #expect(reading.contents == [1, 4, 5, 3, 6])
    }

    @Test func stoppingAndGoingOnLosesNothing() throws {
        let paths = [try file("a", [1, 4, 5, 9]), try file("b", [2, 3, 6, 7]), try file("c", [8, 10])]
        var set = CaptureSet(paths: paths)
        var contents: [Int] = []
        var numbers: [Int] = []
        for _ in 0..<12 {
            set.forEachFrame { frame, bytes, _ in
                contents.append(Int(bytes.copied().first ?? 0))
                numbers.append(frame.number)
                return false
            }
        }
        #expect(contents == Array(1...10))
        #expect(numbers == Array(1...10))
        #expect(set.captures.map(\.packets) == [4, 4, 2])
        #expect((1...10).map { set.numbering.place(of: $0).number } == SetReading(paths).places.map { $0[1] })
    }

    @Test func oneFileIsItself() throws {
        let reading = SetReading([try file("a", [1, 4, 2])])
        #expect(reading.contents == [1, 4, 2])
        #expect(reading.numbering.isIdentity)
    }

    @Test func whatCannotBeReadIsTold() throws {
        let text = try folder.write(Array("no capture".utf8), "notes.txt")
        let reading = SetReading([try file("a", [1]), folder.path + "/missing", text, try file("b", [2])])
        #expect(reading.contents == [1, 2])
        #expect(reading.failures.count == 2)
    }

    @Test func whatLiesInADirectoryIsPassedOver() throws {
        let text = try folder.write(Array("no capture".utf8), "notes.txt")
        let empty = try folder.write([], "empty")
        let inputs = [text, try file("a", [1]), empty].map { CaptureInput($0, isFound: true) }
        let reading = SetReading(inputs)
        #expect(reading.failures.isEmpty)
        #expect(reading.names == ["a"])
    }

    @Test func aFileThatIsNamedTwiceIsReadOnce() throws {
        let path = try file("a", [1, 2])
        let reading = SetReading([path, folder.path + "/./a"])
        #expect(reading.contents == [1, 2])
        #expect(reading.summaries.first?.problems.map(\.message) == ["given more than once; read once"])
        #expect(reading.summaries.first?.isPartial == false)
    }

    @Test func filesBeyondTheLimitOfOpenOnesWait() throws {
        var limits = CaptureLimits()
        limits.openFiles = 2
        let paths = [try file("a", [1, 10]), try file("b", [2, 4, 11]), try file("c", [3, 12])]
        let reading = SetReading(paths.map { CaptureInput($0) }, limits: limits)
        #expect(reading.contents == [1, 2, 4, 10, 3, 11, 12])
        #expect(reading.summaries.map { $0.problems.count } == [0, 0, 1])
        #expect(reading.places[4] == [2, 1] && reading.places[6] == [2, 2])
    }

    @Test func aFileWithoutPacketsIsKept() throws {
        let reading = SetReading([try file("a", []), try file("b", [1])])
        #expect(reading.contents == [1])
        #expect(reading.names == ["b", "a"])
        #expect(reading.places == [[0, 1]])
    }

    @Test func manyTurnsAreRemembered() throws {
        let odd = try file("a", (0..<3_000).map { 2 * $0 + 1 })
        let even = try file("b", (0..<3_000).map { 2 * $0 + 2 })
        let reading = SetReading([odd, even])
        #expect(reading.numbers == Array(1...6_000))
        #expect(reading.agrees)
        #expect(reading.places == (0..<6_000).map { [$0 % 2, $0 / 2 + 1] })
        #expect(!reading.numbering.isFull)
    }

    @Test func longTurnsAreRemembered() throws {
        let long = try file("a", [1] + (0..<5_000).map { 10 + $0 } + [9_001])
        let reading = SetReading([long, try file("b", [5, 9_000])])
        #expect(reading.places[1] == [1, 1])
        #expect(reading.places[5_001] == [0, 5_001])
        #expect(reading.places[5_002] == [1, 2])
        #expect(reading.places[5_003] == [0, 5_002])
    }

    @Test func tooManyTurnsAreTold() throws {
        var limits = CaptureLimits()
        limits.turns = 10
        let paths = [try file("a", (0..<50).map { 2 * $0 + 1 }), try file("b", (0..<50).map { 2 * $0 + 2 })]
        let reading = SetReading(paths.map { CaptureInput($0) }, limits: limits)
        #expect(reading.numbers == Array(1...100))
        #expect(reading.numbering.isFull)
        #expect(reading.places[9] == [1, 5])
        #expect(reading.summaries.contains { !$0.problems.isEmpty })
    }
}

/// Everything that one reading of a set gave.
struct SetReading {
    var numbers: [Int] = []
    /// The first byte of each frame.
    var contents: [Int] = []
    let summaries: [CaptureSummary]
    let failures: [CaptureError]
    let numbering: FrameNumbering
    /// The capture's index that came with each frame is the one that the numbering gives.
    let agrees: Bool

    init(_ paths: [String]) { self.init(paths.map { CaptureInput($0) }) }

    init(_ inputs: [CaptureInput], limits: CaptureLimits = CaptureLimits()) {
        var set = CaptureSet(inputs, limits: limits)
        var numbers: [Int] = []
        var contents: [Int] = []
        var captures: [Int] = []
        set.forEachFrame { frame, bytes, capture in
            numbers.append(frame.number)
            contents.append(Int(bytes.copied().first ?? 0))
            captures.append(capture)
            return true
        }
        self.numbers = numbers
        self.contents = contents
        summaries = set.captures
        failures = set.failures
        numbering = set.numbering
        let numbering = set.numbering
        agrees = zip(numbers, captures).allSatisfy { numbering.place(of: $0).capture == $1 }
    }

    /// Capture and number of each frame.
    var places: [[Int]] { numbers.map { [numbering.place(of: $0).capture, numbering.place(of: $0).number] } }
    var names: [String] { summaries.map { $0.path.split(separator: "/").last.map(String.init) ?? "" } }
}
