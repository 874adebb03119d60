import Capture
import Testing

@Suite struct PcapngNotesTests {
    @Test(arguments: [false, true])
    func namesSecretsAndCommentsAreKept(bigEndian: Bool) throws {
        var file = CaptureBytes()
        file.section(bigEndian: bigEndian, comment: "copier, second floor")
        file.interface()
        file.block(4) {
            $0.option(1, [192, 0, 2, 25] + Array("mail.example\u{0}mx.example\u{0}".utf8))
            $0.option(3, [1, 2, 3, 4, 5, 6, 65, 0])
            $0.option(2, [UInt8](repeating: 0xfe, count: 16) + Array("six.example\u{0}".utf8))
            $0.option(0, [])
        }
        file.block(10) {
            $0.put32(0x544c_534b)
            $0.put32(5)
            $0.bytes += Array("CLIEN".utf8)
        }
        file.packets(1)
        file.packet([1], ticks: 2) {
            $0.option(2, [0, 0, 0, 1])
            $0.option(1, Array("here it stops".utf8))
            $0.option(0, [])
        }
        let notes = try CaptureReading(file.bytes).notes
        #expect(
            notes.names == [
                ResolvedName(address: [192, 0, 2, 25], names: ["mail.example", "mx.example"]),
                ResolvedName(address: [UInt8](repeating: 0xfe, count: 16), names: ["six.example"]),
            ])
        #expect(notes.secrets == [DecryptionSecrets(kind: .tlsKeyLog, bytes: Array("CLIEN".utf8))])
        #expect(
            notes.comments == [
                CaptureComment(subject: .section, text: "copier, second floor"),
                CaptureComment(subject: .frame(2), text: "here it stops"),
            ])
        #expect(notes.omitted == 0)
    }

    @Test func whatExceedsTheLimitsIsCountedAndToldOnce() throws {
        var limits = CaptureLimits()
        limits.notes = 2
        var file = CaptureBytes.pcapng()
        file.interface()
        for ticks in 1...5 { file.packet([1], ticks: UInt64(ticks)) { $0.option(1, [65]) } }
        let reading = try CaptureReading(file.bytes, limits: limits)
        #expect(reading.notes.comments.count == 2)
        #expect(reading.notes.omitted == 3)
        #expect(reading.summary.problems.count == 1)
        #expect(reading.frames.count == 5)

        limits.notes = 100
        limits.noteBytes = 3
        #expect(try CaptureReading(file.bytes, limits: limits).notes.comments.count == 3)
    }

    @Test func secretsLongerThanTheirBlockAreNotKept() throws {
        var file = CaptureBytes.pcapng()
        file.block(10) {
            $0.put32(0x544c_534b)
            $0.put32(500)
            $0.bytes += [1, 2, 3, 4]
        }
        let reading = try CaptureReading(file.bytes)
        #expect(reading.notes.secrets.isEmpty)
        #expect(reading.summary.problems.count == 1)
    }

    @Test func anOptionLongerThanItsBlockIsTold() throws {
        var file = CaptureBytes.pcapng()
        file.interface()
        file.packet([1], ticks: 1) {
            $0.put16(1)
            $0.put16(400)
            $0.put32(0)
        }
        let reading = try CaptureReading(file.bytes)
        #expect(reading.frames.count == 1)
        #expect(reading.notes.comments.isEmpty)
        #expect(reading.summary.problems.map(\.frame) == [1])
    }

    @Test func interfacesBeyondTheLimitAreTold() throws {
        var limits = CaptureLimits()
        limits.interfaces = 2
        var file = CaptureBytes.pcapng()
        for _ in 0..<3 { file.interface() }
        file.packet([1], interface: 1, ticks: 1)
        let reading = try CaptureReading(file.bytes, limits: limits)
        #expect(reading.interfaces.count == 2)
        #expect(reading.frames.count == 1)
        #expect(reading.summary.problems.count == 1)
    }
}
