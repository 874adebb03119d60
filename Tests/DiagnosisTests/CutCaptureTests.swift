import Diagnosis
import Knowledge
import SMTP
import Sessions
import TLS
import TestSupport
import Testing

/// A snap length leaves the beginning of each packet: what it shows is told, and nothing of what it does not.
@Suite struct CutCaptureTests {
    /// Headers of Ethernet, IPv4 and TCP without options; so many octets of payload stay.
    private func attempt(keeping octets: Int, port: UInt16 = 25) -> Attempt {
        Attempt(port: port).with { $0.snapLength = 54 + octets }
    }

    private static let blocked =
        Script.mail
        + "C: RCPT TO:<a@example.net>\nS: 550 5.7.1 Service unavailable; client [203.0.113.10] blocked using zen.spamhaus.org\n"
        + Script.quit

    /// Half a text is no text of a rule's.
    @Test func aCutTextNamesNobody() throws {
        try Attempt().expect(Self.blocked, .refused, at: .rcpt, .reputation, "ip-blocklisted")
        for octets in [18, 30, 60] {
            let session = try attempt(keeping: octets).expect(
                Self.blocked, .refused, at: .rcpt, .unknown, "refused-at-rcpt", .possible)
            #expect(session.verdict.candidates.contains(.reputation))
            #expect(session.verdict.cannotShow.contains { $0.contains("rest of the reply") })
            #expect(session.verdict.evidence.contains { $0.text.hasSuffix("…") })
        }
    }

    @Test func anEnhancedCodeThatIsWholeMaySay() throws {
        let script =
            Script.mail
            + "C: RCPT TO:<a@example.net>\nS: 550 5.1.1 <a@example.net>: Recipient address rejected: User unknown\n"
            + Script.quit
        let session = try attempt(keeping: 30).session(script)
        #expect(session.verdict.responsible == .recipient)
        #expect(session.verdict.confidence == .possible)
        // Cut right behind it, it may go on: 5.1.10.
        let bare = try attempt(keeping: 9).session(script)
        #expect(bare.verdict.decisiveReply?.code == 550)
        #expect(bare.verdict.decisiveReply?.enhanced == nil)
        #expect(bare.verdict.responsible == .unknown)
    }

    /// The lines that are whole say what they say.
    @Test func wholeLinesOfACutReplyCount() throws {
        let script =
            Script.mail
            + "C: RCPT TO:<a@example.net>\nS: 550-5.1.1 The email account that you tried to reach does not exist.\nS: 550 5.1.1 Please try double-checking the recipient's address\n"
            + Script.quit
        let session = try attempt(keeping: 100).session(script)
        #expect(session.verdict.responsible == .recipient)
        #expect(session.verdict.confidence == .possible)
    }

    @Test func someRecipientsStillAreSome() throws {
        let refused = "C: RCPT TO:<nobody@example.net>\nS: 550 5.1.1 <nobody@example.net>: User unknown\n"
        let rest = Script.accepted.dropFirst(Script.rcpt.count)
        for octets in [14, 20, 30] {
            let session = try attempt(keeping: octets).session(Script.rcpt + refused + rest + Script.quit)
            #expect(session.verdict.outcome == .partial, "\(octets)")
            #expect([.recipient, .unknown].contains(session.verdict.responsible), "\(octets)")
        }
    }

    /// Two commands of which only the same beginning is here are not for one recipient.
    @Test func twoCutAddressesAreNotOne() throws {
        let refused = "C: RCPT TO:<office-of-nobody@example.net>\nS: 550 5.1.1 User unknown\n"
        let taken = "C: RCPT TO:<office@example.net>\nS: 250 2.1.5 Ok\n"
        let rest = Script.accepted.dropFirst(Script.rcpt.count)
        let session = try attempt(keeping: 14).session(Script.mail + taken + refused + rest + Script.quit)
        #expect(session.verdict.outcome == .partial)
        let addresses = session.session.dialogue.transactions.flatMap(\.recipients).map(\.address)
        #expect(addresses == ["offic…", "offic…"])
    }

    @Test func acceptedIsAcceptedThoughTheWordsAreCut() throws {
        try attempt(keeping: 12).expect(Script.accepted + Script.quit, .delivered, at: nil, .none, "delivered")
    }

    // MARK: - What is not here is not told

    @Test func whatTheServerOffersIsNotKnownFromHalfItsReply() throws {
        for port: UInt16 in [25, 587] {
            let script = (port == 25 ? Script.accepted : Script.submission) + Script.quit
            for octets in [5, 30] {
                let session = try attempt(keeping: octets, port: port).session(script)
                let rung = session.ladder.first { $0.stage == .starttls }
                #expect(rung?.text != "not offered")
            }
        }
        let whole = try Attempt().session(Script.accepted + Script.quit)
        #expect(whole.ladder.first { $0.stage == .starttls }?.text == "not offered")
    }

    @Test func halfANameIsNoName() throws {
        let session = try attempt(keeping: 12).session(Script.accepted + Script.quit)
        #expect(session.serverName == nil)
        #expect(try attempt(keeping: 21).session(Script.accepted + Script.quit).serverName == "mail.example.net")
    }

    /// The hello ends before its list of suites: none of them was counted.
    @Test func halfAHelloOffersNothing() throws {
        let script =
            Script.starttls + Script.clientHello() + Script.alert("S", 40) + "close from server"
        let whole = try Attempt(port: 587).session(script)
        #expect(whole.session.tls?.clientHello?.showsSuites == true)
        let cut = try attempt(keeping: 44, port: 587).session(script)
        #expect(cut.session.tls?.clientHello?.showsSuites != true)
        #expect(!cut.verdict.evidence.contains { $0.text.contains("cipher suites") })
        #expect(cut.verdict.responsible == .unknown || cut.verdict.responsible == .capture)
    }

    /// Fragments of lines stand where they were, each for itself.
    @Test func fragmentsStandInTheirOrder() throws {
        let dialogue = try attempt(keeping: 3).session(Script.rcpt + Script.quit).session.dialogue
        let frames = dialogue.entries.compactMap { entry -> Int? in
            switch entry {
            case .gap(_, _, let moment), .fragment(_, _, let moment), .binary(_, _, let moment): moment.frame
            case .command(let index): dialogue.exchanges[index].command?.first.frame
            case .reply(let index): dialogue.exchanges[index].reply?.first.frame
            case .message, .tlsStarts: nil
            }
        }
        #expect(frames == frames.sorted())
        let fragments = dialogue.entries.compactMap { entry -> Int? in
            if case .fragment(.client, let octets, _) = entry { octets } else { nil }
        }
        #expect(fragments == [3, 3, 3, 3])
    }
}
