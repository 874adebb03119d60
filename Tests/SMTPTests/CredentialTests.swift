import SMTP
import Testing

@Suite struct CredentialTests {
    /// Every form of the secrets that these transcripts use.
    static let secrets = [
        "scan@example.net", "secret-password", "c2NhbkBleGFtcGxlLm5ldA", "c2VjcmV0LXBhc3N3b3Jk", "C2VJCMV0LXBHC3N3B3JK",
        "AHNjYW5AZXhhbXBsZS5uZXQAc2VjcmV0LXBhc3N3b3Jk", "dXNlcj1zY2FuQGV4YW1wbGUubmV0AWF1dGg9QmVhcmVyIHRva2VuAQE",
        "TlRMTVNTUAAB", "PDEyMy40NTZAeD4",
    ]

    /// Logins in every form, also those that are cut, unasked or echoed.
    static let transcripts = [
        Samples.login.replacing("MAIL FROM:<Scan@example.net>", with: "NOOP"),
        "S: 220 x\nC: AUTH PLAIN AHNjYW5AZXhhbXBsZS5uZXQAc2VjcmV0LXBhc3N3b3Jk\nS: 235 ok",
        "S: 220 x\nC: auth plain\nS: 334 \nC: AHNjYW5AZXhhbXBsZS5uZXQAc2VjcmV0LXBhc3N3b3Jk\nS: 535 5.7.8 no",
        "S: 220 x\nC: AUTH LOGIN c2NhbkBleGFtcGxlLm5ldA==\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0LXBhc3N3b3Jk\nS: 235 ok",
        "S: 220 x\nC: AUTH LOGIN\nC: c2NhbkBleGFtcGxlLm5ldA==\nC: c2VjcmV0LXBhc3N3b3Jk\nS: 503 no\nS: 500 no\nS: 500 no",
        "S: 220 x\nC: AUTH LOGIN\nS: 503 no\nC: c2NhbkBleGFtcGxlLm5ldA==\nS: 500 no\nC: c2VjcmV0LXBhc3N3b3Jk\nS: 500 no",
        "S: 220 x\nC: AUTH LOGIN\nS: 503 no\nC: NOOP\nS: 250 ok\nC: c2VjcmV0LXBhc3N3b3Jk\nS: 500 no",
        "S: 220 x\nC: AUTH CRAM-MD5\nS: 334 PDEyMy40NTZAeD4=\nC: c2NhbkBleGFtcGxlLm5ldCBhYmM=\nS: 235 ok",
        "S: 220 x\nC: AUTH NTLM TlRMTVNTUAABAAAA\nS: 334 TlRMTVNTUAACAAAA\nC: TlRMTVNTUAADAAAA\nS: 535 no",
        "S: 220 x\nC: X-EXPS NTLM TlRMTVNTUAABAAAA\nS: 334 TlRMTVNTUAACAAAA\nC: TlRMTVNTUAADAAAA\nS: 535 no",
        "S: 220 x\nC: AUTH XOAUTH2 dXNlcj1zY2FuQGV4YW1wbGUubmV0AWF1dGg9QmVhcmVyIHRva2VuAQE=\nS: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC:\nS: 535 no",
        "S: 220 x\nC: AUTH OAUTHBEARER bixhPXNjYW5AZXhhbXBsZS5uZXQs\nS: 235 ok",
        "S: 220 x\nC: AUTH c2VjcmV0LXBhc3N3b3Jk\nS: 504 no",
        "S: 220 x\nC: AUTH=PLAIN AHNjYW5AZXhhbXBsZS5uZXQAc2VjcmV0LXBhc3N3b3Jk\nS: 500 no",
        "S: 220 x\nC: XXXX PLAIN AHNjYW5AZXhhbXBsZS5uZXQAc2VjcmV0LXBhc3N3b3Jk\nS: 500 no",
        "S: 220 x\nC: AUTH LOGIN\nS# 18\nC: c2NhbkBleGFtcGxlLm5ldA==\nS# 18\nC: c2VjcmV0LXBhc3N3b3Jk\nS: 235 ok",
        "S: 220 x\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC# 26\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0LXBhc3N3b3Jk\nS: 235 ok",
        "S: 220 x\nC# 12\nS: 334 VXNlcm5hbWU6\nC: c2NhbkBleGFtcGxlLm5ldA==\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0LXBhc3N3b3Jk\nS: 235 ok",
        "S: 220 x\nC: AUTH LOGIN\nS: 503 no\nC: c2VjcmV0LXBhc3N3b3Jk\nS: 500 unrecognized: \"C2VJCMV0LXBHC3N3B3JK\"",
        "S: 220 x\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: secret-password\nS: 334 UGFzc3dvcmQ6\nC: secret-password",
        "S: 220 x\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC~ secret-password",
        "C: c2NhbkBleGFtcGxlLm5ldA==\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0LXBhc3N3b3Jk\nS: 235 ok",
    ]

    @Test(arguments: transcripts)
    func neverAppear(_ transcript: String) {
        for mid in [true, false] where mid || !transcript.hasPrefix("C:") {
            for cut in [Transcript.Cut.lines, .joined, .octets] {
                let dump = "\(parse(transcript, mid: mid, cut: cut))"
                for secret in CredentialTests.secrets { #expect(!dump.contains(secret)) }
            }
        }
    }

    @Test func whatIsShownInstead() {
        let dialogue = parse(Samples.login)
        #expect(
            dialogue.summary.dropFirst(2).prefix(3) == [
                "AUTH LOGIN→334", "‹masked, 24 bytes›→334", "‹masked, 20 bytes›→235",
            ])
        #expect(dialogue.exchanges[3].verb == .authResponse)
        #expect(dialogue.exchanges[2].reply?.lines == ["VXNlcm5hbWU6"])
        #expect(dialogue.isAuthenticated)
        #expect(dialogue.authTried == ["LOGIN"])
        #expect(dialogue.loginMatchesSender == true)
        let plain = parse(
            "S: 220 x\nC: auth Plain AHNjYW5AZXhhbXBsZS5uZXQA\nS: 334 bm9uc2Vuc2U=\nC: *\nS: 501 cancelled")
        #expect(plain.summary == ["→220", "auth Plain ‹masked, 24 bytes›→334", "*→501"])
        #expect(plain.authTried == ["PLAIN"])
        #expect(plain.exchanges[1].reply?.lines == ["‹challenge, 12 bytes›"])
        #expect(!plain.isAuthenticated)
    }

    @Test func anOverlongAuthLineIsMaskedWhole() {
        let long = String(repeating: "QUJD", count: 3_000)
        #expect(parse("S: 220 x\nC: AUTH PLAIN \(long)").summary.last == "AUTH PLAIN ‹masked, 12000 bytes›→")
    }

    @Test func theLoginIsComparedWithTheSender() {
        let other = parse(Samples.login.replacing("Scan@example.net", with: "other@example.net"))
        #expect(other.loginMatchesSender == false)
        let none = parse("S: 220 x\nC: MAIL FROM:<a@b>\nS: 250 ok")
        #expect(none.loginMatchesSender == nil)
        // A login that is no address says nothing about the sender.
        let short = parse("S: 220 x\nC: AUTH LOGIN c2Nhbg==\nS: 235 ok\nC: MAIL FROM:<scan@b>\nS: 250 ok")
        #expect(short.loginMatchesSender == nil)
    }

    @Test func commandsPipelinedAfterAuthAreCommands() {
        let dialogue = parse("S: 220 x\nC: AUTH PLAIN AHNjYW4AYQ==\nC: MAIL FROM:<a@b>\nS: 235 ok\nS: 250 ok")
        #expect(dialogue.summary.last == "MAIL FROM:<a@b>→250")
    }
}
