import Capture
import Testing

@Suite struct NotACaptureTests {
    @Test(
        arguments: [
            ([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0], "50 4b 03 04 14 00 00 00 \"PK......\""),
            (Array("GET / HTTP/1.1\r\n".utf8), "47 45 54 20 2f 20 48 54 \"GET / HT\""),
            ([0x0a], "0a \".\""),
            ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "fd 37 7a 58 … (xz: decompress it first)"),
            (Array("BZh91AY&SY".utf8), "42 5a 68 39 … (bzip2: decompress it first)"),
            ([0x02, 0x21, 0x4c, 0x18, 4, 0], "02 21 4c 18 … (lz4, legacy frame: decompress it first)"),
            ([0xd4, 0xc3, 0xb2, 0xa1, 2, 0], "d4 c3 b2 a1 02 00 (a pcap file, cut off after 6 bytes)"),
            ([0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 1, 2, 3, 4], "0a 0d 0d 0a 1c 00 00 00 \"........\""),
        ] as [([UInt8], String)])
    func theBeginningIsShown(bytes: [UInt8], beginning: String) {
        #expect(throws: CaptureError.notACapture(name: "test", beginning: beginning)) {
            try CaptureReading(bytes)
        }
    }

    @Test func anEmptyFileIsToldAsSuch() {
        #expect(throws: CaptureError.empty(name: "test")) { try CaptureReading([]) }
    }

    @Test func standardInputHasAName() {
        #expect(throws: CaptureError.empty(name: "standard input")) { _ = try CaptureFile(name: "-", bytes: []) }
    }

    @Test func aFileThatIsNotThere() {
        let error = CaptureError.cannotOpen(name: "no/such/file.pcap", reason: "No such file or directory")
        #expect(throws: error) { _ = try CaptureFile(path: "no/such/file.pcap") }
    }

    @Test func aFolderIsNoFile() {
        #expect(throws: CaptureError.cannotOpen(name: ".", reason: "Is a directory")) { _ = try CaptureFile(path: ".") }
    }
}
