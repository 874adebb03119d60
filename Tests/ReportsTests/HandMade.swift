import Capture
import Diagnosis
import Knowledge
import Packets
import Reports
import SMTP
import Sessions
import Streams
import Testing

/// Sessions and verdicts made by hand, so that a test of a report depends on no parser and no judgement.
enum HandMade {
    /// 2026-11-21T20:41:33.55Z.
    static let start: Int64 = 1_795_293_693_550_000_000

    static let client = SocketAddress(IPAddress(v4: 0xC0A8_0A32), 54_062)
    static let server = SocketAddress(IPAddress(v4: 0xC633_6419), 25)

    static func origin(_ frame: Int) -> Origin { Origin(frame: frame, time: Timestamp(nanoseconds: time(frame))) }

    static func moment(_ frame: Int) -> Moment { Moment(frame: frame, nanoseconds: time(frame)) }

    /// Frames are 10 ms apart.
    private static func time(_ frame: Int) -> Int64 { start + Int64(frame - 1) * 10_000_000 }

    static func session(frames: ClosedRange<Int> = 1...17) -> Session {
        Session(
            client: client, server: server, first: origin(frames.lowerBound), last: origin(frames.upperBound),
            captureStart: Timestamp(nanoseconds: start), captureEnd: origin(frames.upperBound).time)
    }

    static func connection() -> ConnectionFacts {
        var facts = ConnectionFacts(client: client, server: server, first: origin(1))
        facts.client.packets = 9
        facts.server.packets = 8
        facts.client.octets = 120
        facts.client.firstData = origin(5)
        facts.client.ttlFirst = 64
        facts.server.ttlFirst = 52
        facts.server.retransmissions = 2
        facts.server.notCaptured = 30
        facts.server.truncated = 12
        facts.established = origin(3)
        facts.history = "ShADadFf"
        return facts
    }

    static func command(_ verb: Verb, _ text: String, _ frame: Int) -> Command {
        Command(
            verb: verb, text: text, argument: "", length: text.utf8.count + 2, first: moment(frame), last: moment(frame)
        )
    }

    static func reply(_ code: Int, _ lines: [String], _ frame: Int, enhanced: EnhancedCode? = nil) -> Reply {
        Reply(code: code, enhanced: enhanced, lines: lines, first: moment(frame), last: moment(frame))
    }

    /// Greeting, EHLO, MAIL, and what the server says to RCPT and, where the message is sent, to its end.
    static func dialogue(rcpt: Reply, end: Reply? = nil, login: Bool = false) -> Dialogue {
        var dialogue = Dialogue()
        func add(_ command: Command?, _ reply: Reply?) {
            dialogue.exchanges.append(Exchange(command: command, reply: reply))
            let index = dialogue.exchanges.count - 1
            if command != nil { dialogue.entries.append(.command(exchange: index)) }
            if reply != nil { dialogue.entries.append(.reply(exchange: index)) }
        }
        add(nil, reply(220, ["mx.example ESMTP"], 4))
        add(command(.ehlo, "EHLO copier", 5), reply(250, ["mx.example", "SIZE 1000", "AUTH PLAIN"], 6))
        if login { add(command(.auth, "AUTH PLAIN ‹masked, 24 bytes›", 7), reply(235, ["2.7.0 ok"], 8)) }
        add(command(.mail, "MAIL FROM:<scanner@contoso.com>", 11), reply(250, ["2.1.0 ok"], 12))
        let mail = dialogue.exchanges.count - 1
        add(command(.rcpt, "RCPT TO:<boss@contoso.com>", 13), rcpt)
        var transaction = Transaction()
        transaction.mailFrom = "scanner@contoso.com"
        transaction.mail = mail
        transaction.recipients = [Transaction.Recipient(address: "boss@contoso.com", exchange: mail + 1)]
        if let end {
            add(command(.data, "DATA", 14), reply(354, ["go ahead"], 14))
            transaction.data = dialogue.exchanges.count - 1
            dialogue.entries.append(.message(transaction: 0))
            dialogue.exchanges.append(Exchange(command: command(.endOfData, ".", 16), reply: end))
            transaction.end = dialogue.exchanges.count - 1
            dialogue.entries.append(.reply(exchange: dialogue.exchanges.count - 1))
            var message = Message(first: moment(15))
            message.size = 10_342
            message.sha256 = "ab12"
            message.isComplete = true
            message.messageID = "<1@copier>"
            transaction.message = message
        }
        dialogue.transactions = [transaction]
        dialogue.greeting = 0
        dialogue.clientName = "copier"
        dialogue.extensions = ["SIZE 1000", "AUTH PLAIN"]
        dialogue.authOffered = ["PLAIN"]
        return dialogue
    }

    /// A session with a verdict that `change` makes. What it does not set is empty.
    static func diagnosed(
        _ session: Session, ladder: [Rung] = [], _ change: (inout Verdict) -> Void = { _ in }
    ) throws -> DiagnosedSession {
        let health = CaptureHealth()
        let judged = Diagnostician(knowledge: KnowledgeBase()).diagnose([session], capture: health)
        var diagnosed = try #require(judged.first)
        diagnosed.ladder = ladder
        diagnosed.serverName = nil
        diagnosed.serverNameSource = nil
        diagnosed.endpoint = nil
        diagnosed.client.name = session.dialogue.clientName
        diagnosed.verdict.outcome = .unknown
        diagnosed.verdict.stageReached = nil
        diagnosed.verdict.stoppedAt = nil
        diagnosed.verdict.endedBy = .unknown
        diagnosed.verdict.responsible = .unknown
        diagnosed.verdict.candidates = []
        diagnosed.verdict.cause = "no-reply"
        diagnosed.verdict.confidence = .likely
        diagnosed.verdict.headline = "No reply"
        diagnosed.verdict.explanation = ""
        diagnosed.verdict.who = ""
        diagnosed.verdict.decisiveReply = nil
        diagnosed.verdict.rule = nil
        diagnosed.verdict.evidence = []
        diagnosed.verdict.cleared = []
        diagnosed.verdict.cannotShow = []
        diagnosed.verdict.nextCapture = nil
        diagnosed.verdict.advice = []
        diagnosed.verdict.also = []
        change(&diagnosed.verdict)
        return diagnosed
    }

    static func refusal() -> Reply {
        reply(
            550, ["5.7.1 Service unavailable, Client host [203.0.113.10] blocked using Spamhaus."], 14,
            enhanced: EnhancedCode(status: 5, subject: 7, detail: 1))
    }

    static func refused() throws -> DiagnosedSession {
        var session = session()
        session.connection = connection()
        session.clientMAC = MACAddress(0x0026_731a_2b3c)
        session.dialogue = dialogue(rcpt: refusal(), login: true)
        let ladder: [Rung] = [
            Rung(.resolve, .passed), Rung(.connect, .passed, frames: [1, 2, 3], seconds: 0.0230004),
            Rung(.greeting, .passed), Rung(.ehlo, .passed), Rung(.starttls, .skipped, text: "not used"),
            Rung(.tls, .skipped), Rung(.auth, .skipped), Rung(.mail, .passed), Rung(.rcpt, .failed, frames: [13, 14]),
            Rung(.data, .notReached),
        ]
        var diagnosed = try diagnosed(session, ladder: ladder) { verdict in
            verdict.outcome = .refused
            verdict.stageReached = .mail
            verdict.stoppedAt = .rcpt
            verdict.endedBy = .client
            verdict.responsible = .reputation
            verdict.cause = "ip-blocklisted"
            verdict.confidence = .proven
            verdict.headline = "RCPT: the sending address 203.0.113.10 is on a block list"
            verdict.explanation = "An MX endpoint judges senders by the reputation of their address."
            verdict.who = "The reputation of the public address."
            verdict.decisiveReply = refusal()
            verdict.rule = "spamhaus"
            verdict.evidence = [Evidence("the list is named", [14]), Evidence("the client waited", [15, 16, 17])]
            verdict.cleared = [
                Clearance(.firewall, because: "every octet acknowledged", frames: [1, 17]),
                Clearance(.networkPath, because: "every octet acknowledged", frames: [1, 17]),
                Clearance(.device, because: "correct dialogue", frames: []),
            ]
            verdict.advice = [
                Advice(
                    text: "Send through the submission service.",
                    source: Source(title: "A page", address: "https://example.com/page"), checkedOn: "2026-11-21"),
                Advice(text: "Ask for removal."),
            ]
        }
        diagnosed.serverName = "mx.contoso.com"
        diagnosed.serverNameSource = .dns
        return diagnosed
    }

    static func delivered() throws -> DiagnosedSession {
        var session = session(frames: 20...40)
        session.connection = connection()
        session.dialogue = dialogue(
            rcpt: reply(250, ["2.1.5 ok"], 33), end: reply(250, ["2.0.0 queued as 4Xy"], 36))
        return try diagnosed(session, ladder: [Rung(.connect, .passed, seconds: 0.02), Rung(.accepted, .passed)]) {
            $0.outcome = .delivered
            $0.stageReached = .accepted
            $0.responsible = .none
            $0.cause = "delivered"
            $0.confidence = .proven
            $0.headline = "Delivered"
        }
    }

    static func unknown() throws -> DiagnosedSession {
        var session = session(frames: 41...44)
        var facts = ConnectionFacts(client: client, server: server, first: origin(41))
        facts.client.packets = 4
        session.connection = facts
        return try diagnosed(session, ladder: [Rung(.connect, .failed, seconds: 3.1)]) {
            $0.stoppedAt = .connect
            $0.cause = "syn-unanswered"
            $0.headline = "Connection: nothing answers"
            $0.candidates = [.firewall, .isp, .networkPath]
            $0.evidence = [Evidence("4 SYNs, and no answer", [41, 42, 43, 44])]
            $0.cannotShow = ["whether the SYNs left the building"]
            $0.nextCapture = "Capture outside of the firewall."
        }
    }

    static func testOnly() throws -> DiagnosedSession {
        try diagnosed(session(frames: 50...60), ladder: [Rung(.greeting, .unseen), Rung(.ehlo, .passed)]) {
            $0.outcome = .testOnly
            $0.stageReached = .ehlo
            $0.stoppedAt = .mail
            $0.cause = "ehlo-test-only"
            $0.headline = "A connection test: EHLO, then QUIT"
        }
    }

    static func summary() -> CaptureSummary {
        var summary = CaptureSummary(path: "copier.pcap", format: .pcap)
        summary.linkTypes = [.ethernet]
        summary.packets = 60
        summary.bytes = 9_000
        summary.firstPacketAt = Timestamp(nanoseconds: start)
        summary.lastPacketAt = origin(42).time
        return summary
    }

    static func report(_ sessions: [DiagnosedSession], summary: CaptureSummary = summary()) -> Report {
        Report(version: "0.1.0", captures: [Report.AnalysedCapture(summary: summary, sessions: sessions)])
    }
}
