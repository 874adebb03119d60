import Bytes
import Testing

@Suite struct ByteReaderTests {
    private let octets: [UInt8] = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a]

    @Test func numbersAreInNetworkByteOrder() throws {
        var reader = ByteReader(octets.rawSpan)
        let (one, two, three) = (try reader.uint8(), try reader.uint16(), try reader.uint24())
        let four = try reader.uint32()
        let (end, offset) = (reader.isAtEnd, reader.offset)
        #expect(one == 0x01)
        #expect(two == 0x0203)
        #expect(three == 0x04_0506)
        #expect(four == 0x0708_090a)
        #expect(end)
        #expect(offset == 10)
    }

    @Test func eightOctetsAtAnOddOffset() throws {
        var reader = ByteReader(octets.rawSpan, at: 1)
        let (value, remaining) = (try reader.uint64(), reader.remaining)
        #expect(value == 0x0203_0405_0607_0809)
        #expect(remaining == 1)
    }

    @Test func aRangeIsOfTheSpanThatIsRead() throws {
        var reader = ByteReader(octets.rawSpan, at: 3)
        let (four, none) = (try reader.range(4), try reader.range(0))
        let offset = reader.offset
        #expect(four == 3..<7)
        #expect(none == 7..<7)
        #expect(offset == 7)
    }

    /// Every read, at every place from which it does not fit any more.
    @Test(arguments: Field.allCases)
    func aShortReadSaysWhereAndHowMuch(_ field: Field) {
        for start in (octets.count - field.rawValue + 1)...octets.count {
            let read = Read(octets, at: start, field)
            #expect(read.error == ShortRead(offset: start, needed: field.rawValue, available: octets.count - start))
            #expect(read.offset == start, "a read that fails moves nothing")
        }
    }

    @Test(arguments: Field.allCases)
    func everyReadFitsExactly(_ field: Field) {
        let read = Read(octets, at: octets.count - field.rawValue, field)
        #expect(read.error == nil)
        #expect(read.offset == octets.count)
    }

    @Test(arguments: [Int.max, Int.max - 1, 11, -1, Int.min])
    func countsThatCannotBe(_ count: Int) {
        for start in [0, 4] {
            let expected = ShortRead(offset: start, needed: count, available: 10 - start)
            var reader = ByteReader(octets.rawSpan, at: start)
            var errors: [ShortRead] = []
            do { try reader.skip(count) } catch { errors.append(error) }
            do { _ = try reader.range(count) } catch { errors.append(error) }
            let offset = reader.offset
            #expect(errors == [expected, expected])
            #expect(offset == start)
        }
    }

    @Test(arguments: [11, 1_000_000, Int.max])
    func aStartBehindTheEnd(_ start: Int) {
        let reader = ByteReader(octets.rawSpan, at: start)
        let (remaining, end) = (reader.remaining, reader.isAtEnd)
        #expect(remaining == 0)
        #expect(end)
        #expect(Read(octets, at: start, .one).error == ShortRead(offset: start, needed: 1, available: 0))
    }

    @Test func aNegativeStartIsTheBeginning() {
        #expect(Read(octets, at: -5, .one) == Read(octets, at: 0, .one))
        #expect(Read(octets, at: -5, .one).offset == 1)
    }

    @Test func nothingToRead() {
        #expect(Read([], at: 0, .four).error == ShortRead(offset: 0, needed: 4, available: 0))
    }

    enum Field: Int, CaseIterable, Sendable {
        case one = 1, two, three, four, range, skip = 7, eight
    }

    /// One read: its error, and where the reader stands afterwards.
    private struct Read: Equatable {
        var error: ShortRead?
        var offset = 0

        init(_ octets: [UInt8], at start: Int, _ field: Field) {
            var reader = ByteReader(octets.rawSpan, at: start)
            do throws(ShortRead) {
                switch field {
                case .one: _ = try reader.uint8()
                case .two: _ = try reader.uint16()
                case .three: _ = try reader.uint24()
                case .four: _ = try reader.uint32()
                case .eight: _ = try reader.uint64()
                case .range: _ = try reader.range(field.rawValue)
                case .skip: try reader.skip(field.rawValue)
                }
            } catch { self.error = error }
            offset = reader.offset
        }
    }
}
