import Bytes
import Testing

@Suite struct RawSpanFieldsTests {
    private let octets: [UInt8] = [0xf0, 0xe1, 0xd2, 0xc3, 0xb4, 0xa5, 0x96, 0x87, 0x78]

    @Test func fieldsAtAnyAlignment() {
        #expect(octets.rawSpan.uint8(8) == 0x78)
        #expect(octets.rawSpan.uint16(0) == 0xf0e1)
        #expect(octets.rawSpan.uint16(7) == 0x8778)
        #expect(octets.rawSpan.uint32(1) == 0xe1d2_c3b4)
        #expect(octets.rawSpan.uint32(5) == 0xa596_8778)
        #expect(octets.rawSpan.uint64(0) == 0xf0e1_d2c3_b4a5_9687)
        #expect(octets.rawSpan.uint64(1) == 0xe1d2_c3b4_a596_8778)
    }

    @Test func aCopyOfAPart() {
        #expect(octets.rawSpan.copied(2..<5) == [0xd2, 0xc3, 0xb4])
        #expect(octets.rawSpan.copied(9..<9) == [])
        #expect(octets.rawSpan.copied() == octets)
        #expect([UInt8]().rawSpan.copied() == [])
    }

    @Test func theFirstOfAnOctet() {
        let text = Array("250-one\r\n250 two\r\n".utf8)
        #expect(text.rawSpan.firstIndex(of: 10, in: 0..<text.count) == 8)
        #expect(text.rawSpan.firstIndex(of: 10, in: 9..<text.count) == 17)
        #expect(text.rawSpan.firstIndex(of: 10, in: 8..<9) == 8, "the offset is the span's, not the range's")
    }

    @Test func theRangeEndsTheSearch() {
        let text = Array("250-one\r\n".utf8)
        #expect(text.rawSpan.firstIndex(of: 10, in: 0..<8) == nil)
        #expect(text.rawSpan.firstIndex(of: 10, in: 4..<4) == nil)
        #expect(text.rawSpan.firstIndex(of: 0, in: 0..<9) == nil)
        #expect([UInt8]().rawSpan.firstIndex(of: 0, in: 0..<0) == nil)
    }

    @Test func everyOctetIsFound() {
        let all = [UInt8](0...255)
        for octet in all { #expect(all.rawSpan.firstIndex(of: octet, in: 0..<256) == Int(octet)) }
    }
}
