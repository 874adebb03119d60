import Diagnosis
import TestSupport
import Testing

/// One end closes although the way was not at its end.
@Suite struct CloseTests {
    // MARK: - The client

    @Test func clientClosesMidMessage() throws {
        let session = try Attempt().expect(
            Script.data + "body 3000 from client\nclose from client", .failed, at: .accepted, .deviceFault,
            "client-closed-mid-data", by: .client)
        #expect(session.verdict.cleared.contains { $0.party == .server })
    }

    @Test func clientResetsMidMessage() throws {
        try Attempt().expect(
            Script.data + "body 3000 from client\nrst from client", .failed, at: .accepted, .deviceFault,
            "client-reset-mid-data", by: .client)
    }

    /// BDAT announces its octets (RFC 3030): while some are missing, nobody owes a reply.
    @Test(arguments: ["BDAT 5000 LAST", "BDAT 5000"])
    func clientResetsMidChunk(_ command: String) throws {
        try Attempt().expect(
            Script.rcpt + "C: \(command)\nbody 3000 from client\nrst from client", .failed, at: .accepted,
            .deviceFault, "client-reset-mid-data", by: .client)
    }

    @Test func noReplyAfterAWholeChunk() throws {
        try Attempt().expect(
            Script.rcpt + "C: BDAT 3000\nbody 3000 from client\nwait 200s\nclose from client", .failed, at: .data,
            .serverFault, "no-reply", or: [.reputation])
    }

    /// An out-of-band filter resets both ends; the one in the client's name has another TTL.
    @Test func resetInTheClientsNameMidMessage() throws {
        try Attempt().with { $0.clientResetTTL = 61 }.expect(
            Script.data + "body 3000 from client\nrst from client", .unknown, at: .accepted, .unknown,
            "path-injects-reset", or: [.firewall, .networkPath, .deviceFault], by: .network)
    }

    @Test func clientClosesAfterAGoodReply() throws {
        try Attempt().expect(
            Script.mail + "close from client", .failed, at: .rcpt, .deviceFault, "client-closed-without-reason",
            by: .client)
    }

    /// The client left while the server still worked on RCPT: the 250 came too late for it.
    @Test func replyAfterTheClientHadLeft() throws {
        try Attempt().expect(
            Script.mail
                + "C: RCPT TO:<office@example.net>\nwait 10s\nfin from client\nwait 5s\nS: 250 Ok\nfin from server",
            .failed, at: .rcpt, .deviceConfig, "client-timeout-too-short", or: [.serverPolicy], by: .client)
    }

    @Test func greetingAfterTheClientHadLeft() throws {
        try Attempt().expect(
            "connect\nwait 5s\nfin from client\nwait 3s\nS: 220 mail.example.net ESMTP\nfin from server",
            .failed, at: .greeting, .deviceConfig, "client-timeout-too-short", or: [.serverPolicy], by: .client)
    }

    // MARK: - The server

    @Test func serverClosesBeforeGreeting() throws {
        try Attempt().expect(
            "connect\nwait 2s\nclose from server", .failed, at: .greeting, .serverFault, "closed-before-greeting",
            by: .server)
    }

    /// A box that answers in the server's name may have closed in its name, too.
    @Test func aBoxClosesBeforeGreeting() throws {
        let session = try Attempt().with { $0.transcript.server.ttl = 64 }.session(
            "connect\nwait 2s\nclose from server")
        #expect(session.verdict.cause == "closed-before-greeting")
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates.contains(.firewall))
        #expect(session.verdict.endedBy == .unknown, "the box may have closed in the server's name")
    }

    @Test func serverClosesMidMessage() throws {
        let session = try Attempt().session(Script.data + "body 3000 from client\nclose from server")
        #expect(session.verdict.stoppedAt == .accepted)
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates.contains(.serverFault))
    }

    @Test(arguments: [
        (Script.greeting + "C: EHLO copier\n", "ehlo"), (Script.ehlo + "C: MAIL FROM:<scan@example.org>\n", "mail"),
        (Script.mail + "C: RCPT TO:<office@example.net>\n", "rcpt"), (Script.rcpt + "C: DATA\n", "data"),
    ])
    func serverClosesInsteadOfAnswering(_ script: String, _ stage: String) throws {
        try Attempt().expect(
            script + "close from server", .failed, at: .init(rawValue: stage), .serverFault,
            "server-closed-without-reply", by: .server)
    }

    @Test func serverClosesInsteadOfAcceptingTheMessage() throws {
        try Attempt().expect(
            Script.endOfData + "close from server", .unknown, at: .accepted, .serverFault,
            "closed-after-message-without-reply", by: .server)
    }

    /// No command was open: the server lost patience with a silent client, without a 421.
    @Test func serverClosesOnASilentClient() throws {
        try Attempt().expect(
            Script.mail + "wait 300s\nclose from server", .failed, at: .rcpt, .deviceFault, "client-idle-too-long",
            by: .server)
    }

    /// No command was open, and the client had hardly time to send one.
    @Test func serverClosesAtOnceAfterItsReply() throws {
        let session = try Attempt().session(Script.ehlo + "close from server")
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates.contains(.serverFault))
        #expect(session.verdict.endedBy == .server)
    }
}
