import Knowledge
import Testing

/// The texts whose lengths are looked for under TLS.
@Suite struct DialogueLengthsTests {
    @Test func fileIsRead() throws {
        let model = try DialogueLengths.checkedBuiltIn()
        #expect(model.dialects.count >= 8)
        for dialect in model.dialects {
            for kind in Set(model.outcomes.values.flatMap { $0.map(\.kind) }) where kind != "cram" {
                #expect(dialect.replies[kind]?.isEmpty == false, "\(dialect.id) has no \(kind)")
            }
        }
    }

    private func reply(_ dialect: String, _ kind: String, _ words: String) throws -> CandidateReply {
        let model = try DialogueLengths.checkedBuiltIn()
        let replies = try #require(model.dialects.first { $0.id == dialect }?.replies[kind])
        return try #require(replies.first { $0.lines.joined(separator: "\n").contains(words) })
    }

    /// Octets with CRLF, without the host of the trace: counted from public transcripts.
    @Test(arguments: [
        ("login-refused", "disabled for the Tenant", 202), ("login-refused", "disabled for the Mailbox", 203),
        ("login-refused", "credentials were incorrect", 124), ("login-refused", "did not meet the criteria", 187),
        ("login-refused", "security defaults policy", 179), ("login-refused", "535 5.7.3", 84),
        ("mechanism-refused", "TLS 1.0 and 1.1", 182), ("mail-refused", "530 5.7.57", 96),
    ])
    func microsoft365(_ kind: String, _ words: String, _ octets: Int) throws {
        let reply = try reply("m365-submission", kind, words)
        #expect(reply.ownLength.isExact)
        #expect(reply.ownLength.low == octets)
        #expect(reply.sessionParts.map(\.name) == ["trace"])
    }

    @Test(arguments: [
        ("login-accepted", "235", 37), ("mail-accepted", "250", 21), ("rcpt-accepted", "250", 24),
        ("data-accepted", "354", 46), ("quit-accepted", "221", 48),
    ])
    func exchange(_ kind: String, _ words: String, _ octets: Int) throws {
        #expect(try reply("m365-mx", kind, words).ownLength == LengthDistribution(exactly: octets))
    }

    @Test(arguments: [
        ("login-refused", "BadCredentials", 146), ("login-refused", "InvalidSecondFactor", 155),
        ("mail-refused", "WantAuthError", 134), ("message-accepted", "OK  ", 35), ("quit-accepted", "closing", 39),
    ])
    func gmail(_ kind: String, _ words: String, _ octets: Int) throws {
        let reply = try reply("gmail", kind, words)
        #expect(reply.ownLength.low == octets)
        #expect(reply.sessionParts.map(\.name) == ["token"])
    }

    @Test func postfix() throws {
        #expect(try reply("postfix", "rcpt-refused", "Relay access denied").ownLength.low == 35)
        #expect(try reply("postfix", "message-accepted", "queued as").ownLength.low == 26 + 8)
        #expect(try reply("postfix", "data-accepted", "354").ownLength.low == 37)
    }

    @Test func distributionsAddUp() {
        let sum = LengthDistribution(evenly: 2...4).adding(LengthDistribution(evenly: 10...11))
        #expect(sum.range == 12...15)
        #expect(abs(sum.probability(of: 0...99) - 1) < 1e-9)
        #expect(abs(sum[13] - 2.0 / 6) < 1e-9)
        let known = LengthDistribution(evenly: 2...4).given(15...15, with: LengthDistribution(evenly: 10...11))
        #expect(known?.range == 4...4)
        #expect(LengthDistribution(evenly: 2...4).given(99...99, with: LengthDistribution(exactly: 0)) == nil)
        #expect(LengthDistribution(evenly: 7...8).times(2).range == 14...16)
        #expect(LengthDistribution(evenly: 7...8).times(2)[15] == 0)
    }
}
