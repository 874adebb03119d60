import Capture
import TestSupport
import Testing

/// Damaged dumps: what is readable is read, what is not is counted, and nothing traps.
@Suite struct TextDumpDamageTests {
    private static let frames = TextDumpTests.frames

    private func lines(_ form: DumpWriter.Form) -> [String] {
        DumpWriter(form).text(Self.frames).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func read(_ lines: [String]) throws -> CaptureReading {
        try CaptureReading(Array(lines.joined(separator: "\n").utf8))
    }

    @Test(arguments: [DumpWriter.Form.tcpdumpLink, .fortiGate6])
    func aDamagedLineCutsItsPacketOnly(form: DumpWriter.Form) throws {
        var lines = lines(form)
        let row = try #require(lines.indices.filter { lines[$0].contains("0x0020") }.dropFirst(2).first)
        lines[row] = "0x0020  0a0b z%"
        let reading = try read(lines)
        #expect(reading.contents.count == Self.frames.count)
        #expect(reading.contents[2] == Array(Self.frames[2].bytes.prefix(32)) + [0x0a, 0x0b])
        #expect(reading.frames[2].originalLength == Self.frames[2].bytes.count)
        #expect(reading.contents[3...] == Self.frames.map(\.bytes)[3...])
        #expect(reading.summary.problems.map(\.frame) == [3])
        #expect(reading.summary.isPartial)
    }

    @Test func aMissingLineCutsItsPacketOnly() throws {
        var lines = lines(.tcpdumpLink)
        lines.remove(at: try #require(lines.firstIndex { $0.contains("0x0020") }))
        let reading = try read(lines)
        #expect(reading.contents.first == Array(Self.frames[0].bytes.prefix(32)))
        #expect(reading.contents.dropFirst() == Self.frames.map(\.bytes).dropFirst())
        #expect(reading.summary.problems.count == 1)
    }

    @Test func aPacketWithoutItsFirstLineKeepsItsNumber() throws {
        var lines = lines(.tcpdumpLink)
        let row = try #require(lines.indices.filter { lines[$0].contains("0x0000") }.dropFirst().first)
        lines[row] = "\t0x00z0:  0009 0faa"
        let reading = try read(lines)
        #expect(reading.numbers == [1, 3, 4, 5, 6])
        #expect(reading.contents.first == Self.frames[0].bytes)
        #expect(reading.summary.problems.count == 1)
    }

    @Test func aLineWithoutEndIsSkipped() throws {
        var limits = CaptureLimits()
        limits.line = 1 << 10
        let long = String(repeating: "x", count: 300_000)
        var text = lines(.asa)
        text.insert(long, at: text.count / 2)
        let reading = try CaptureReading(Array(text.joined(separator: "\n").utf8), portion: 333, limits: limits)
        #expect(reading.contents.count == Self.frames.count)
        #expect(reading.summary.problems.count == 1)
    }

    /// A dump of one endless packet does not fill the memory.
    @Test func aPacketIsNotLongerThanTheLimit() throws {
        var limits = CaptureLimits()
        limits.frame = 1_000
        let packet = TestFrame([UInt8](repeating: 0x41, count: 50_000))
        let reading = try CaptureReading(DumpWriter(.tcpdumpLink).bytes([packet]), limits: limits)
        #expect(reading.frames.map(\.capturedLength) == [992])
        #expect(reading.summary.problems.count == 1)
    }

    private func check(_ bytes: [UInt8], portion: Int = .max) {
        var limits = CaptureLimits()
        limits.readBuffer = 1 << 10
        guard let reading = try? CaptureReading(bytes, portion: portion, limits: limits) else { return }
        #expect(reading.summary.packets == reading.frames.count)
        #expect(zip(reading.frames, reading.contents).allSatisfy { $0.capturedLength == $1.count })
        #expect(reading.frames.allSatisfy { $0.capturedLength <= $0.originalLength })
        #expect(zip(reading.numbers, reading.numbers.dropFirst()).allSatisfy(<))
        #expect(reading.summary.problems.allSatisfy { (0...bytes.count).contains($0.offset) })
        #expect(reading.frames.allSatisfy { reading.interfaces[$0.interface].linkType == $0.linkType })
    }

    @Test(arguments: DumpWriter.Form.allCases)
    func everyPrefix(form: DumpWriter.Form) {
        let bytes = DumpWriter(form).bytes(Array(Self.frames.prefix(3)))
        for length in 0...bytes.count { check(Array(bytes.prefix(length)), portion: 997) }
    }

    @Test(arguments: DumpWriter.Form.allCases)
    func randomDamage(form: DumpWriter.Form) {
        var random = SplitMix64(seed: 7)
        let original = DumpWriter(form).bytes(Self.frames)
        let digits = Array("0123456789abcdefx:. \t\r\n\u{8}\u{1b}[Kz-".utf8) + [0, 0xff]
        for _ in 0..<400 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[place] = digits.randomElement(using: &random) ?? 0
                case 2: bytes.insert(contentsOf: digits.prefix(place % 20), at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + place % 50 + 1))
                }
                if bytes.isEmpty { bytes = [0x0a] }
            }
            check(bytes)
        }
    }

    @Test(arguments: [
        "2026-11-21 20:41:33 fw1 kernel: started\n2026-11-21 20:41:34 fw1 kernel: 0x0000 stopped\n",
        "int table[] = {\n0x0000, 0x0001\n};\n#define X 0x0000 0x1234\n",
        "00000000  50 4b 03 04 14 00 00 00  08 00 21 00 5e c6 32 0c  |PK........!.^.2.|\n00000010  01 02 03 04 05 06 07 08  09 0a 0b 0c 0d 0e 0f 10  |................|\n",
        "220 mail.example.net ESMTP\r\nEHLO copier\r\n250 OK\r\n",
    ])
    func otherTextIsNoCapture(text: String) {
        #expect(throws: CaptureError.self) { try CaptureReading(Array(text.utf8)) }
    }

    /// At most the named part of a long text is looked through.
    @Test func aLongTextIsRefusedQuickly() {
        var limits = CaptureLimits()
        limits.textProbe = 8_192
        let dump = DumpWriter(.asa).text(Self.frames)
        #expect(throws: CaptureError.self) {
            try CaptureReading(Array((String(repeating: "hello\n", count: 4_000) + dump).utf8), limits: limits)
        }
        #expect(throws: Never.self) {
            try CaptureReading(Array((String(repeating: "hello\n", count: 1_000) + dump).utf8), limits: limits)
        }
    }
}
