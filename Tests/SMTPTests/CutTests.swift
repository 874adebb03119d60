import Bytes
import SMTP
import Testing

/// How the octets come must not matter, and nothing that comes may stop the program.
@Suite struct CutTests {
    private static let extra = [
        "S: 220 x\nC: MAIL FROM:<a@b>\nC: DATA\nS# 30\nC: Subject: x\nC:\nC: .\nS: 250 ok\nC: QUIT\nS: 221 x",
        "S: 220 x\nC: DATA\nS: 354 go\nC: x: y\nC# 100\nC: .\nC: more\nC: .\nS: 250 queued\nC: QUIT\nS: 221 x",
        "S: 220 x\nC: BDAT 10\nS: 503 no\nC~ abc\\r\\n12345\nC: QUIT\nS: 221 x",
        "S: 220 x\nC: DATA\nS: 354 go\nC~ a\\n.\\nb\\n.\\r\\n.\\r\\n\nS: 250 queued\nC: QUIT\nS: 221 x",
        "S: SSH-2.0-x\nC: EHLO\nC~ \\x00\\xff\\n",
        "C~ \\x16\\x02\\x0a\\x0d\\x0a\nS: 220 x",
        "C~ \\x80\\x0a\\x02\\x0d\\x0a\nS~ \\x15\\x03\\x09\\x0a",
    ]

    @Test(arguments: Samples.all + extra)
    func everyCutGivesTheSameDialogue(_ text: String) {
        let transcript = Transcript(text)
        func dump(_ cut: Transcript.Cut) -> String {
            var run = Run()
            run.feed(transcript.cut(cut))
            run.parser.finish()
            return "\(run.parser.dialogue) \(run.tls(.client)) \(run.tls(.server))"
        }
        let expected = dump(.lines)
        #expect(dump(.octets) == expected)
        #expect(dump(.joined) == expected)
        for place in 1..<max(2, transcript.count) { #expect(dump(.at(place)) == expected) }
    }

    @Test(arguments: Samples.all + extra)
    func anySingleGapIsSurvived(_ text: String) {
        let events = Transcript(text).cut(.octets)
        for start in events.indices {
            for count in [1, 40] {
                guard case .octets(let party, _) = events[start] else { continue }
                var run = Run()
                run.feed(Transcript(events: Array(events[..<start])).joined.events)
                var rest = events[start...]
                var missing = 0
                while missing < count, case .octets(party, _)? = rest.first {
                    rest = rest.dropFirst()
                    missing += 1
                }
                run.feed([.gap(party, missing)] + Transcript(events: Array(rest)).joined.events)
                run.parser.finish()
                check(run.parser.dialogue)
                #expect(!"\(run.parser.dialogue)".contains("c2VjcmV0LXBhc3N3b3Jk"))
            }
        }
    }

    @Test func rubbishIsSurvived() {
        var random = SplitMix(state: 42)
        let words = [
            "EHLO x\r\n", "MAIL FROM:<a@b>\r\n", "RCPT TO:<c@d>\r\n", "DATA\r\n", ".\r\n", "BDAT 9\r\n",
            "BDAT 3 LAST\r\n",
            "AUTH LOGIN\r\n", "STARTTLS\r\n", "QUIT\r\n", "RSET\r\n", "\n.\n", "220 x\r\n", "250-a\r\n", "250 b\r\n",
            "354 c\r\n", "334 d\r\n", "235 e\r\n", "421 f\r\n", "550 5.1.1 g\r\n", "221 h\r\n", "\u{16}\u{3}\u{1}",
        ]
        var limits = SMTPLimits()
        limits.entries = 40
        limits.heldOctets = 30
        limits.pending = 6
        for round in 0..<800 {
            var run = Run(Run.parser(limits: limits, mid: round % 3 == 0))
            for _ in 0..<60 {
                let party: Party = random.next(2) == 0 ? .client : .server
                switch random.next(12) {
                case 0:
                    run.feed([
                        .octets(party, (0..<random.next(40)).map { _ in UInt8(truncatingIfNeeded: random.next(256)) })
                    ])
                case 1:
                    run.feed([.gap(party, random.next(20) == 0 ? Int.max : random.next(50))])
                case 2 where random.next(8) == 0:
                    run.parser.resumeAfterTLS(at: Moment(frame: 1, nanoseconds: 0))
                default:
                    run.feed([.octets(party, Array(words[random.next(words.count)].utf8))])
                }
            }
            run.parser.finish()
            check(run.parser.dialogue)
            #expect(run.parser.dialogue.entries.count <= 40)
            #expect(run.parser.dialogue.exchanges.count <= 40)
        }
    }

    @Test func anEndlessSessionStaysSmall() {
        var limits = SMTPLimits()
        limits.entries = 50
        var run = Run(Run.parser(limits: limits))
        let lines = Transcript("C: NOOP\nS: 250 ok\nC: MAIL FROM:<a@b>\nS: 250 ok").events
        for _ in 0..<500 { run.feed(lines) }
        run.parser.finish()
        #expect(run.parser.dialogue.exchanges.count == 50)
        #expect(run.parser.dialogue.entries.count == 50)
        #expect(run.parser.dialogue.entriesOmitted > 1_000)
        #expect(!run.parser.awaitsReply)
    }

    /// Indices point into their tables, and each command is answered at most once.
    private func check(_ dialogue: Dialogue) {
        let exchanges = dialogue.exchanges.indices
        var replies = Set<Int>()
        for entry in dialogue.entries {
            switch entry {
            case .command(let index): #expect(exchanges.contains(index))
            case .reply(let index):
                #expect(exchanges.contains(index))
                #expect(replies.insert(index).inserted)
            case .message(let index): #expect(dialogue.transactions.indices.contains(index))
            case .gap, .tlsStarts, .fragment, .binary: break
            }
        }
        for transaction in dialogue.transactions {
            for index in [transaction.mail, transaction.data, transaction.end] + transaction.recipients.map(\.exchange)
            {
                if let index { #expect(exchanges.contains(index)) }
            }
        }
        if let greeting = dialogue.greeting { #expect(exchanges.contains(greeting)) }
    }
}

/// A small deterministic generator.
struct SplitMix {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) % UInt64(bound))
    }
}
