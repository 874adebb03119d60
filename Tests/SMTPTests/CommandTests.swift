import SMTP
import Testing

@Suite struct CommandTests {
    private func commands(_ lines: String...) -> [Command] {
        parse("S: 220 hi\n" + lines.map { "C: \($0)\nS: 250 ok" }.joined(separator: "\n"))
            .exchanges.compactMap(\.command)
    }

    @Test func verbsAreCaseInsensitiveAndMayBeIndented() {
        let found = commands(
            "  eHlO me", "Noop", "rset", "VRFY a", "expn b", "help", "ETRN c", "XCLIENT NAME=x", "XXXX")
        #expect(
            found.map(\.verb) == [
                .ehlo, .noop, .rset, .vrfy, .expn, .help, .etrn, .other("XCLIENT"), .other("XXXX"),
            ])
        #expect(found[0].argument == "me")
    }

    @Test(arguments: [
        ("MAIL FROM:<a@b> SIZE=1 BODY=8BITMIME", "a@b", ["SIZE=1", "BODY=8BITMIME"]),
        ("MAIL FROM: a@b", "a@b", []),
        ("mail from: <A@b>", "A@b", []),
        ("MAIL FROM:<>", "", []),
        ("MAIL FROM:<@one,@two:user@three>", "@one,@two:user@three", []),
        (#"MAIL FROM:<"a > \\" b"@c> RET=HDRS"#, #""a > \" b"@c"#, ["RET=HDRS"]),
        ("MAIL FROM:<a@b", "a@b", []),
        ("MAIL FROM <a@b>", "a@b", []),
        (#"MAIL FROM:<a"b@c> X=1"#, #"a"b@c"#, ["X=1"]),
        ("MAIL", "", []),
    ])
    func sendersAreReadLeniently(_ line: String, _ address: String, _ parameters: [String]) throws {
        let transaction = try #require(parse("S: 220 hi\nC: \(line)").transactions.first)
        #expect(transaction.mailFrom == address)
        #expect(transaction.parameters == parameters)
    }

    @Test func recipientsKeepTheirOrder() {
        let dialogue = parse("S: 220 x\nC: MAIL FROM:<>\nC: RCPT TO:<Q@r> NOTIFY=NEVER\nC: rcpt to: s@t\nC: RCPT <u@v>")
        #expect(dialogue.transactions[0].recipients.map(\.address) == ["Q@r", "s@t", "u@v"])
    }

    @Test func bareLFAndLengthAreNoted() {
        let dialogue = parse("S: 220 hi\nC~ NOOP\\n\nC: NOOP")
        #expect(dialogue.exchanges.compactMap(\.command).map(\.endsWithBareLF) == [true, false])
        #expect(dialogue.exchanges.compactMap(\.command).map(\.length) == [5, 6])
    }

    @Test func longLinesAreCutAndCounted() throws {
        let long = String(repeating: "a", count: 9_000)
        let command = try #require(parse("S: 220 hi\nC: EHLO \(long)").exchanges.last?.command)
        #expect(command.text.count == 2_048)
        #expect(command.length == 9_007)
    }

    @Test func textIsDecodedAndControlsAreEscaped() {
        let texts = commands("VRFY m\\xc3\\xbcller", "VRFY m\\xfcller", "VRFY a\\x00\\x1b[0m").map(\.text)
        #expect(texts == ["VRFY müller", "VRFY müller", "VRFY a\\x00\\x1b[0m"])
    }

    @Test func anEmptyLineIsACommandThatMayStayUnanswered() {
        #expect(parse("S: 220 x\nC:\nS: 500 5.5.2 bad\nC: QUIT\nS: 221 x").summary == ["→220", "→500", "QUIT→221"])
        #expect(parse("S: 220 x\nC:\nC: NOOP\nS: 250 ok").summary == ["→220", "→", "NOOP→250"])
    }
}
