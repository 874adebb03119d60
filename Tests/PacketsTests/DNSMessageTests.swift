import Bytes
import Packets
import TestSupport
import Testing

@Suite struct DNSMessageTests {
    private static func header(flags: Int, questions: Int = 1, answers: Int = 0) -> [UInt8] {
        big16(0x1234) + big16(flags) + big16(questions) + big16(answers) + [0, 0, 0, 0]
    }

    private static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + [UInt8]($0.utf8) } + [0]
    }

    private static func record(_ type: Int, _ content: [UInt8], owner: [UInt8] = [0xc0, 12]) -> [UInt8] {
        owner + big16(type) + [0, 1, 0, 0, 0, 60] + big16(content.count) + content
    }

    private static func message(_ bytes: [UInt8]) -> DNSMessage? { DNSMessage(bytes.rawSpan, in: 0..<bytes.count) }

    private static let question = name("MX.Example.com") + [0, 1, 0, 1]

    @Test func query() throws {
        let message = try #require(Self.message(Self.header(flags: 0x0100) + Self.question))
        #expect(message.identifier == 0x1234)
        #expect(!message.isResponse)
        #expect(message.name == "mx.example.com")
        #expect(message.type == 1)
    }

    @Test func answers() throws {
        let bytes =
            Self.header(flags: 0x8180, answers: 4) + Self.question + Self.record(5, [2, 0x61, 0x62, 0xc0, 15])
            + Self.record(1, [198, 51, 100, 25]) + Self.record(15, [0, 10, 0xc0, 12])
            + Self.record(28, [0x20, 1, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [0x25])
        let message = try #require(Self.message(bytes))
        #expect(message.responseCode == 0)
        let owner = "mx.example.com"
        #expect(message.answers.map(\.name) == [owner, owner, owner, owner])
        #expect(message.answers.first?.content == .alias("ab.example.com"))
        #expect(message.answers.dropFirst(2).first?.content == .exchange(owner))
        #expect(
            message.answers.compactMap {
                if case .address(let address) = $0.content { address.description } else { nil }
            }
                == ["198.51.100.25", "2001:db8::25"])
    }

    @Test func nameError() {
        #expect(Self.message(Self.header(flags: 0x8183) + Self.question)?.responseCode == 3)
        #expect(Self.message(Self.header(flags: 0x8380) + Self.question)?.isTruncated == true)
    }

    @Test(
        arguments: [
            [0xc0, 12], [1, 0x61, 0xc0, 12], [0xc0, 14, 0xc0, 12], [0xc0, 200], [0xc0], [0x40, 1], [63, 1],
        ] as [[UInt8]])
    func namesThatLie(name: [UInt8]) {
        #expect(Self.message(Self.header(flags: 0x0100) + name) == nil)
        #expect(Self.message(Self.header(flags: 0x0100) + name + [0, 1, 0, 1]) == nil)
    }

    @Test func loopInAnAnswerKeepsTheQuestion() throws {
        let bytes = Self.header(flags: 0x8180, answers: 2) + Self.question + Self.record(1, [1, 2, 3, 4])
        let loop = bytes.count
        let message = try #require(Self.message(bytes + [0xc0, UInt8(loop), 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]))
        #expect(message.answers.count == 1)
    }

    @Test func answersHaveALimit() throws {
        let bytes = Self.header(flags: 0x8180, answers: 500) + Self.question
        let many = (0..<500).flatMap { Self.record(1, [10, 0, UInt8($0 / 256), UInt8($0 % 256)]) }
        #expect(try #require(Self.message(bytes + many)).answers.count == DNSMessage.maximumAnswers)
    }

    @Test func endsAnywhere() {
        let bytes = Self.header(flags: 0x8180, answers: 1) + Self.question + Self.record(15, [0, 10, 0xc0, 12])
        for length in bytes.indices {
            let message = Self.message(Array(bytes[..<length]))
            #expect((message != nil) == (length >= 12 + Self.question.count))
            #expect(message?.answers.isEmpty ?? true)
        }
    }
}
