import Capture
import Testing

/// Compressed files that hold no capture.
@Suite struct CompressedContentTests {
    private func expect(_ bytes: [UInt8], beginning: String) {
        #expect(throws: CaptureError.notACapture(name: "test", beginning: beginning)) { try CaptureReading(bytes) }
    }

    @Test func theBeginningOfTheContentIsShown() {
        // printf 'GET / HTTP/1.1' | gzip -n
        let gzip: [UInt8] = [
            0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x73, 0x77, 0x0d, 0x51, 0xd0, 0x57, 0xf0,
            0x08, 0x09, 0x09, 0xd0, 0x37, 0xd4, 0x33, 0x04, 0x00, 0x1b, 0x9a, 0xe4, 0xd5, 0x0e, 0x00, 0x00, 0x00,
        ]
        expect(gzip, beginning: "47 45 54 20 2f 20 48 54 \"GET / HT\" (inside gzip)")
        expect(CompressedFixtures.zstdRaw([0x0a]), beginning: "0a \".\" (inside zstd)")
        expect(
            CompressedFixtures.zstdRaw([0xd4, 0xc3, 0xb2, 0xa1, 2, 0]),
            beginning: "d4 c3 b2 a1 02 00 (a pcap file, cut off after 6 bytes, inside zstd)")
    }

    @Test(
        arguments: [
            (Compression.gzip, "1f 8b 08 00 … (gzip inside zstd: decompress it first)"),
            (.zstd, "28 b5 2f fd … (zstd inside zstd: decompress it first)"),
            (.lz4, "04 22 4d 18 … (lz4 inside zstd: decompress it first)"),
        ])
    func compressionInsideCompressionIsRefused(inner: Compression, beginning: String) {
        expect(CompressedFixtures.zstdRaw(CompressedFixtures.whole(inner)), beginning: beginning)
    }

    @Test func nothingInside() {
        #expect(throws: CaptureError.empty(name: "test (inside zstd)")) {
            try CaptureReading(CompressedFixtures.zstdRaw([]))
        }
    }

    @Test func aSkippableFrameAlone() {
        let beginning = "a skippable frame of zstd or lz4, without compressed data behind it"
        expect(CompressedFixtures.skippable(3), beginning: beginning)
        expect(Array(CompressedFixtures.skippable(3).dropLast()), beginning: beginning)
        expect(CompressedFixtures.skippable(3) + CompressedFixtures.plain, beginning: beginning)
    }

    @Test func cutOffBeforeAnything() {
        for (bytes, name) in [
            ([0x1f, 0x8b], "gzip"), ([0x28, 0xb5, 0x2f, 0xfd], "zstd"), ([0x04, 0x22, 0x4d, 0x18], "lz4"),
        ] as [([UInt8], String)] {
            let error = CaptureError.cannotOpen(name: "test", reason: "\(name): the compressed data is cut off")
            #expect(throws: error) { try CaptureReading(bytes) }
        }
    }
}
