import Bytes
import Capture
import Diagnosis
import Knowledge
import Sessions
import TLS
import TestSupport

/// A capture's frames in memory, to be cut, repeated, dropped or reordered before they are judged.
struct RecordedCapture {
    struct Record {
        var frame: Frame
        var bytes: [UInt8]
    }

    var records: [Record] = []
    var health = CaptureHealth()

    init(_ name: String) throws { try self.init(path: Repository.capture(name)) }

    init(path: String) throws { self.init(try CaptureFile(path: path)) }

    init(name: String, bytes: [UInt8]) throws { self.init(try CaptureFile(name: name, bytes: bytes)) }

    private init(_ file: consuming CaptureFile) {
        var records: [Record] = []
        file.forEachFrame { frame, bytes in
            records.append(Record(frame: copy frame, bytes: bytes.copied()))
            return true
        }
        self.records = records
        health = CaptureHealth(file.summary)
    }

    func judged(keys: TLSKeys? = nil) -> [DiagnosedSession] {
        var options = SessionAssembler.Options()
        options.keys = keys
        options.isMailHostName = Self.knowledge.isMailHostName
        let assembler = SessionAssembler(options)
        for record in records { assembler.process(record.frame, record.bytes.rawSpan) }
        return Diagnostician(knowledge: Self.knowledge).diagnose(assembler.finish(), capture: health)
    }

    /// The built-in rules, read once for all tests.
    static let knowledge: KnowledgeBase = {
        do { return try KnowledgeBase.builtIn() } catch { return KnowledgeBase() }
    }()

    // MARK: - What happens to captures

    /// Only the first `count` frames.
    func cut(to count: Int) -> RecordedCapture {
        var capture = self
        capture.records = Array(records.prefix(count))
        return capture
    }

    func dropping(_ index: Int) -> RecordedCapture {
        var capture = self
        capture.records.remove(at: index)
        return capture
    }

    func dropping(_ range: Range<Int>) -> RecordedCapture {
        var capture = self
        capture.records.removeSubrange(range)
        return capture
    }

    /// The capture was started later.
    func from(_ index: Int) -> RecordedCapture {
        var capture = self
        capture.records.removeFirst(index)
        return capture
    }

    /// With a shorter snap length.
    func snapped(to length: Int) -> RecordedCapture {
        var capture = self
        for index in records.indices where records[index].bytes.count > length {
            let frame = records[index].frame
            capture.records[index].bytes.removeLast(records[index].bytes.count - length)
            capture.records[index].frame = Frame(
                number: frame.number, timestamp: frame.timestamp, linkType: frame.linkType,
                interface: frame.interface, capturedLength: length, originalLength: frame.originalLength)
            capture.health.truncatedPackets += 1
            capture.health.snapLength = length
        }
        return capture
    }

    /// Every frame twice, as a mirror of both directions of a port makes it.
    func mirrored() -> RecordedCapture {
        var capture = self
        capture.records = records.flatMap { [$0, $0] }
        return capture
    }

    /// Two neighbours in the wrong order; their times stay true.
    func swapping(_ index: Int) -> RecordedCapture {
        var capture = self
        capture.records.swapAt(index, index + 1)
        return capture
    }

    /// Seconds between two neighbours.
    func seconds(after index: Int) -> Double {
        records[index + 1].frame.timestamp.seconds(since: records[index].frame.timestamp)
    }
}
