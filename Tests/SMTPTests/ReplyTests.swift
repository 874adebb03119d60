import SMTP
import Testing

@Suite struct ReplyTests {
    private func first(_ lines: String) -> Reply? { parse(lines).exchanges.first?.reply }

    @Test func linesAreJoinedAndTheLastCodeCounts() throws {
        let reply = try #require(first("S: 220-one\nS: 220-two\nS: 554 5.7.1 three"))
        #expect(reply.code == 554)
        #expect(reply.lines == ["one", "two", "5.7.1 three"])
        #expect(reply.enhanced == EnhancedCode(status: 5, subject: 7, detail: 1))
        #expect(!reply.isIncomplete)
    }

    @Test func aCodeAloneIsAWholeReply() {
        #expect(first("S: 220")?.lines == [""])
        #expect(first("S~ 220 bare\\n")?.lines == ["bare"])
        #expect(first("S: 220\tx")?.lines == ["x"])
    }

    @Test func textWithoutCodeContinuesARunningReply() {
        #expect(first("S: 220-one\nS: loose\nS: 220 two")?.lines == ["one", "loose", "two"])
    }

    @Test(arguments: [
        ("550 5.7.1 no", "5.7.1"), ("550 4.7.1 no", "nil"), ("550 5.7 no", "nil"), ("550 5.7.1234 no", "nil"),
        ("421 4.3.2", "4.3.2"), ("550 5.7.1: no", "nil"), ("354 3.0.0 x", "nil"),
    ])
    func enhancedCodesMatchTheirClass(_ line: String, _ expected: String) {
        #expect(first("S: \(line)")?.enhanced.map { "\($0)" } ?? "nil" == expected)
    }

    @Test func theEnhancedCodeOfAnEarlierLineIsFound() {
        #expect(
            first("S: 550-5.7.26 why\nS: 550 see there")?.enhanced == EnhancedCode(status: 5, subject: 7, detail: 26))
    }

    @Test func aReplyWithoutItsLastLineIsIncomplete() {
        #expect(first("S: 220-one\nS: 220-two")?.isIncomplete == true)
        #expect(first("S~ 220 on")?.isIncomplete == true)
    }

    @Test func linesOfAReplyAreCapped() {
        let many = (0..<500).map { "S: 220-\($0)" }.joined(separator: "\n")
        #expect(first(many + "\nS: 220 end")?.lines.count == 128)
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9.2", "HTTP/1.1 400 Bad Request", "5.7.1 refused", "* OK IMAP4rev1", "+OK POP3"])
    func aForeignGreetingIsToldApart(_ line: String) {
        let dialogue = parse("S: \(line)")
        #expect(dialogue.serverIsNotSMTP)
        #expect(dialogue.foreignGreeting == line)
        #expect(dialogue.greeting == nil)
        #expect(dialogue.exchanges.isEmpty)
        guard case .binary(.server, line.utf8.count + 2, _)? = dialogue.entries.first else {
            Issue.record("not counted: \(dialogue.entries)")
            return
        }
    }

    @Test func rubbishBetweenRepliesIsCounted() {
        let dialogue = parse("S: 220 hi\nC: NOOP\nS: rubbish\nS: more\nS: 250 ok")
        #expect(dialogue.summary == ["→220", "NOOP→250"])
        #expect(!dialogue.serverIsNotSMTP)
        #expect(dialogue.entries.contains { if case .binary(.server, 15, _) = $0 { true } else { false } })
    }
}
