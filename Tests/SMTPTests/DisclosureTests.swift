import Bytes
import SMTP
import Testing

/// Which octets of the streams may be shown: commands and replies, no credential, no content.
@Suite struct DisclosureTests {
    @Test(arguments: CredentialTests.transcripts)
    func noCredentialIsDisclosed(_ transcript: String) {
        for mid in [true, false] where mid || !transcript.hasPrefix("C:") {
            for cut in [Transcript.Cut.lines, .joined, .octets] {
                let shown = Shown(transcript, mid: mid, cut: cut)
                for secret in CredentialTests.secrets {
                    #expect(!shown.client.contains(secret) && !shown.server.contains(secret), "\(shown)")
                }
            }
        }
    }

    @Test(arguments: [Transcript.Cut.lines, .joined, .octets])
    func everythingElseOfADialogueIs(_ cut: Transcript.Cut) {
        let shown = Shown(
            """
            S: 220-mx.example
            S: 220 ESMTP
            C: EHLO copier
            S: 250-mx.example
            S: 250 AUTH PLAIN LOGIN
            C: AUTH  PLAIN AHNjYW4Ac2VjcmV0
            S: 535 5.7.8 no: AHNjYW4Ac2VjcmV0
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: *
            S: 501 cancelled
            C: MAIL FROM:<a@example.net>
            S: 250 ok
            C: RCPT TO:<b@example.net>
            S: 250 ok
            C: DATA
            S: 354 go
            C: Subject: private
            C:
            C: ..a line
            C: .
            S: 250 2.0.0 queued
            C: QUIT
            S: 221 bye
            """, cut: cut)
        #expect(
            shown.client == """
                EHLO copier
                AUTH  PLAIN ________________
                AUTH LOGIN
                *
                MAIL FROM:<a@example.net>
                RCPT TO:<b@example.net>
                DATA
                ________________

                ________
                .
                QUIT

                """)
        #expect(
            shown.server == """
                220-mx.example
                220 ESMTP
                250-mx.example
                250 AUTH PLAIN LOGIN
                535 5.7.8 no: ________________
                334 VXNlcm5hbWU6
                501 cancelled
                250 ok
                250 ok
                354 go
                250 2.0.0 queued
                221 bye

                """)
        #expect(shown.content == "Subject: private\r\n\r\n..a line\r\n.\r\n")
    }

    @Test func challengesAreNotDisclosed() {
        let shown = Shown("S: 220 x\nC: AUTH CRAM-MD5\nS: 334 PDEyMy40NTZAeD4=\nC: c2NhbiBhYmM=\nS: 535 no")
        #expect(shown.server == "220 x\n334 ________________\n535 no\n")
    }

    @Test func chunksAreContent() {
        let shown = Shown(
            """
            S: 220 x
            C: EHLO c
            S: 250 CHUNKING
            C: MAIL FROM:<>
            C: RCPT TO:<b@example.net>
            C: BDAT 8
            C~ private1
            C: BDAT 8 LAST
            C~ private2
            S: 250 ok
            S: 250 ok
            S: 250 ok
            S: 250 ok
            C: QUIT
            """)
        #expect(shown.client.hasSuffix("BDAT 8\n________BDAT 8 LAST\n________QUIT\n"))
        #expect(shown.content == "private1private2")
    }

    @Test func withoutPositionsNothingIs() {
        var parser = Run.parser()
        _ = parser.receive(Array("220 x\r\n".utf8).rawSpan, from: .server, at: Moment(frame: 1, nanoseconds: 0))
        parser.finish()
        #expect(parser.dialogue.disclosure == Disclosure())
    }

    @Test func rangesThatTouchBecomeOne() {
        var ranges = OctetRanges()
        for range in [0..<4, 4..<6, 10..<12, 6..<7, 20..<20, 1..<3] { ranges.insert(range) }
        #expect(ranges.ranges == [0..<7, 10..<12])
        #expect([0, 6, 10, 11].allSatisfy(ranges.contains))
        #expect(![-1, 7, 9, 12, .max].contains(where: ranges.contains))
        var other = OctetRanges()
        other.insert(7..<10)
        #expect(ranges.union(other).ranges == [0..<12])
    }
}

/// The streams of a transcript with `_` where an octet is private. Line ends stay.
private struct Shown {
    var client = ""
    var server = ""
    /// The content of messages alone.
    var content = ""

    init(_ transcript: String, mid: Bool = false, cut: Transcript.Cut = .lines) {
        var run = Run(Run.parser(mid: mid))
        run.feed(Transcript(transcript).cut(cut))
        run.parser.finish()
        let disclosure = run.parser.dialogue.disclosure
        client = Self.text(run.streams[.client] ?? [], disclosure.client)
        server = Self.text(run.streams[.server] ?? [], disclosure.server)
        let octets = run.streams[.client] ?? []
        content = String(
            decoding: octets.indices.filter(disclosure.content.contains).map { octets[$0] }, as: UTF8.self)
    }

    private static func text(_ octets: [UInt8], _ shown: OctetRanges) -> String {
        let masked = octets.enumerated().compactMap { position, octet -> UInt8? in
            if octet == 13 { return nil }
            return octet == 10 || shown.contains(position) ? octet : UInt8(ascii: "_")
        }
        return String(decoding: masked, as: UTF8.self)
    }
}
