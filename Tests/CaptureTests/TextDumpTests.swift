import Capture
import TestSupport
import Testing

/// Hexadecimal text becomes the frames that it was printed from.
@Suite struct TextDumpTests {
    /// A connection's first segments, a second apart, in two directions and of odd and even length.
    static let frames: [TestFrame] = (0..<6).map { number in
        let payload = Array("EHLO copier.example.net\r\n".utf8.prefix(5 * number))
        let bytes = FrameBuilder().ethernet()
            .ipv4(from: "192.168.10.50", to: "198.51.100.25", identification: UInt16(number))
            .tcp(from: 54062, to: 25, sequence: UInt32(number), flags: [.ack]).payload(payload).bytes
        let time = Timestamp(nanoseconds: Timestamp.testStart.nanoseconds + Int64(number) * 1_000_123_000)
        return TestFrame(bytes, at: time, interface: number % 2)
    }

    private static let dayLength: Int64 = 86_400 * 1_000_000_000

    @Test(arguments: DumpWriter.Form.allCases)
    func eachFormGivesTheFrames(form: DumpWriter.Form) throws {
        let reading = try CaptureReading(DumpWriter(form).bytes(Self.frames))
        #expect(reading.contents == Self.frames.map { form.hasLinkHeader ? $0.bytes : Array($0.bytes.dropFirst(14)) })
        #expect(reading.summary.format == .text)
        #expect(reading.summary.linkTypes == [form.hasLinkHeader ? .ethernet : .raw])
        #expect(reading.summary.problems.isEmpty)
        #expect(reading.frames.allSatisfy { $0.capturedLength == $0.originalLength })
        let shift: Int64 =
            switch form {
            case .fortiGate3: Timestamp.testStart.nanoseconds
            case _ where form.hasDate: 0
            default: Timestamp.testStart.nanoseconds / Self.dayLength * Self.dayLength
            }
        #expect(reading.nanoseconds == Self.frames.map { $0.time.nanoseconds - shift })
    }

    @Test(arguments: DumpWriter.Form.allCases)
    func theEncodingOfTheTextDoesNotMatter(form: DumpWriter.Form) throws {
        var writer = DumpWriter(form)
        let plain = try CaptureReading(writer.bytes(Self.frames)).contents
        writer.lineEnd = "\r\n"
        let text = writer.text(Self.frames)
        let utf8 = Array(text.utf8)
        let little = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        for bytes in [utf8, [0xef, 0xbb, 0xbf] + utf8, [0xff, 0xfe] + little, [0xfe, 0xff] + big, little, big] {
            #expect(try CaptureReading(bytes).contents == plain)
            #expect(try CaptureReading(bytes, portion: 7).contents == plain)
        }
    }

    @Test func interfacesOfAFortiGateAreTold() throws {
        let reading = try CaptureReading(DumpWriter(.fortiGate6).bytes(Self.frames))
        #expect(reading.interfaces.map(\.name) == ["port1", "wan1"])
        #expect(reading.frames.map(\.interface) == [0, 1, 0, 1, 0, 1])
    }

    @Test func notesSayWhatTheTimesMean() throws {
        func notes(_ form: DumpWriter.Form) throws -> [String] {
            try CaptureReading(DumpWriter(form).bytes(Self.frames)).summary.notes
        }
        #expect(try notes(.asa) == ["the dump has no date: its times of day are shown on 1970-01-01"])
        #expect(try notes(.fortiGate3).first?.contains("since its beginning") == true)
        #expect(try notes(.fortiGate6).first?.contains("time zone") == true)
    }

    @Test func midnightAddsADay() throws {
        let eve = Timestamp(
            nanoseconds: Timestamp.testStart.nanoseconds / Self.dayLength * Self.dayLength - 2_500_000_000)
        let late = Self.frames.map { frame in
            frame.shifted(byNanoseconds: eve.nanoseconds - Timestamp.testStart.nanoseconds)
        }
        let reading = try CaptureReading(DumpWriter(.asa).bytes(late))
        #expect(zip(reading.nanoseconds, reading.nanoseconds.dropFirst()).allSatisfy { $1 - $0 == 1_000_123_000 })
        #expect(reading.summary.clockSteps == 0)
    }

    /// `-ttt` and `-ttttt` print differences in the form of a time of day.
    @Test func differencesAreNoTimesOfDay() throws {
        func reading(_ times: [String]) throws -> [Int64] {
            let lines = DumpWriter(.tcpdumpLink).text(Self.frames).split(separator: "\n").map(String.init)
            var rest = times[...]
            let text = lines.map { line in
                guard !line.hasPrefix("\t"), let time = rest.popFirst() else { return line }
                return " " + time + line.dropFirst(15)
            }
            return try CaptureReading(Array(text.joined(separator: "\n").utf8)).nanoseconds.map { $0 / 1_000_000 }
        }
        let differences = ["00:00:00.000000", "00:00:01.000000", "00:00:00.002000", "00:00:05.000000"]
        #expect(
            try reading(differences + ["00:00:00.100000", "00:00:00.000000"]) == [0, 1_000, 1_002, 6_002, 6_102, 6_102])
        let sums = ["00:00:00.000000", "00:00:01.000000", "00:00:01.002000", "00:00:06.002000", "00:00:06.102000"]
        #expect(try reading(sums + ["00:00:06.102000"]) == [0, 1_000, 1_002, 6_002, 6_102, 6_102])
    }

    @Test func promptsAndPagersStandBetween() throws {
        for pager in [
            "<--- More --->\r              \r", "--More-- \u{8}\u{8}\u{8}\u{1b}[K",
            "\u{1b}[7m--More--\u{1b}[m\r\u{1b}[K",
        ] {
            let lines = DumpWriter(.asa).text(Self.frames).split(separator: "\n", omittingEmptySubsequences: false)
            let paged = lines.enumerated().map { $0.offset % 5 == 4 ? pager + $0.element : $0.element }
            let text = "Welcome!\nlogin as: admin\nPassword:\n" + paged.joined(separator: "\n")
            let reading = try CaptureReading(Array(text.utf8))
            #expect(reading.contents == Self.frames.map { Array($0.bytes.dropFirst(14)) })
            #expect(reading.summary.problems.isEmpty)
        }
    }

    @Test func aCutPacketHasItsLengthFromTheIPHeader() throws {
        let cut = Self.frames.map { $0.cut(to: 48) }
        for form in [DumpWriter.Form.asa, .fortiGate6] {
            let reading = try CaptureReading(DumpWriter(form).bytes(cut))
            let left = form.hasLinkHeader ? 0 : 14
            #expect(reading.frames.map(\.capturedLength) == cut.map { $0.bytes.count - left })
            #expect(
                reading.frames.dropFirst().map(\.originalLength)
                    == Self.frames.dropFirst().map { $0.bytes.count - left })
        }
    }

    /// tcpdump -x prints ARP from its own header on.
    @Test func arpGetsAHeaderOfItsOwnAddresses() throws {
        let text = """
            20:41:33.551234 ARP, Request who-has 192.168.10.1 tell 192.168.10.50, length 28
            \t0x0000:  0001 0800 0604 0001 0026 731a 2b3c c0a8
            \t0x0010:  0a32 0000 0000 0000 c0a8 0a01
            20:41:33.551334 ARP, Reply 192.168.10.1 is-at 00:09:0f:aa:00:01, length 28
            \t0x0000:  0001 0800 0604 0002 0009 0faa 0001 c0a8
            \t0x0010:  0a01 0026 731a 2b3c c0a8 0a32
            """
        let reading = try CaptureReading(Array(text.utf8))
        #expect(reading.summary.linkTypes == [.ethernet])
        let client: [UInt8] = [0x00, 0x26, 0x73, 0x1a, 0x2b, 0x3c]
        let gateway: [UInt8] = [0x00, 0x09, 0x0f, 0xaa, 0x00, 0x01]
        #expect(
            reading.contents.map { Array($0.prefix(14)) } == [
                [0xff, 0xff, 0xff, 0xff, 0xff, 0xff] + client + [8, 6], client + gateway + [8, 6],
            ])
    }
}
