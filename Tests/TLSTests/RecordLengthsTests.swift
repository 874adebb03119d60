import TLS
import Testing

/// Plaintext lengths from record lengths, by cipher.
@Suite struct RecordLengthsTests {
    private func lengths(
        _ suite: UInt16, _ version: ProtocolVersion = .tls12, encryptThenMAC: Bool = false
    ) throws -> RecordLengths {
        try #require(RecordLengths(version: version, cipherSuite: suite, encryptThenMAC: encryptThenMAC))
    }

    @Test(
        arguments: [
            (0xc02f, 24), (0x009d, 24), (0xc0ac, 24), (0xc09c, 24), (0xc0a0, 16), (0xc0ae, 16), (0xcca8, 16),
            (0x0005, 20), (0x0004, 16),
        ] as [(UInt16, Int)])
    func exactBelowTLS13(_ suite: UInt16, _ overhead: Int) throws {
        let lengths = try lengths(suite)
        #expect(lengths.isExact)
        #expect(lengths.plaintext(37 + overhead) == 37...37)
        #expect(lengths.plaintext(overhead) == 0...0)
        #expect(lengths.plaintext(overhead - 1) == nil)
    }

    @Test func exactInTLS13() throws {
        #expect(try lengths(0x1301, .tls13).plaintext(54) == 37...37)
        #expect(try lengths(0x1305, .tls13).plaintext(46) == 37...37)
        #expect(RecordLengths(version: .tls13, cipherSuite: 0xc02f, encryptThenMAC: false) == nil)
    }

    /// 16 of the initialisation vector, then blocks over plaintext, MAC and at least one octet of padding.
    @Test func cbcWithTheMACInside() throws {
        let lengths = try lengths(0xc013)
        #expect(!lengths.isExact)
        // 37 + 20 + 1 = 58 octets take 4 blocks.
        #expect(lengths.plaintext(16 + 64) == 28...43)
        #expect(lengths.plaintext(16 + 63) == nil)
        #expect(try self.lengths(0x002f, .tls10).plaintext(64) == 28...43)
        #expect(try self.lengths(0x000a, .tls10).plaintext(64) == 36...43)
        #expect(try self.lengths(0xc027).plaintext(16 + 80) == 32...47)
        #expect(try self.lengths(0xc028).plaintext(16 + 96) == 32...47)
    }

    @Test func cbcWithTheMACOutside() throws {
        let lengths = try lengths(0xc013, encryptThenMAC: true)
        #expect(lengths.plaintext(16 + 48 + 20) == 32...47)
        #expect(lengths.plaintext(16 + 48) == nil)
    }

    @Test func emptyRecordAgainstBEAST() throws {
        #expect(try lengths(0x0035, .tls10).plaintext(32) == 0...11)
    }

    @Test func severalRecordsByTheirSum() throws {
        #expect(try lengths(0xc02f).plaintext(3 * 24 + 300, ofRecords: 3) == 300...300)
        #expect(try lengths(0xc02f).plaintext(40, ofRecords: 2) == nil)
        let blocks = try #require(try lengths(0xc013).plaintext(2 * 80, ofRecords: 2))
        #expect(blocks.contains(2 * 37))
    }

    @Test func unknownSuiteSaysNothing() {
        #expect(RecordLengths(version: .tls12, cipherSuite: 0x0001, encryptThenMAC: false) == nil)
        #expect(RecordLengths(version: .tls12, cipherSuite: 0xfefe, encryptThenMAC: false) == nil)
    }
}
