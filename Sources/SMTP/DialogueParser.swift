/// Turns the two ordered octet streams of a session into a `Dialogue` (RFC 5321, with 2920 PIPELINING, 3030 BDAT,
/// 3207 STARTTLS, 4954 AUTH).
///
/// Octets arrive in the causal order in which the two parties saw them: what a party had acknowledged comes before what
/// it then sent. How the octets are cut into calls changes nothing but the moments.
///
/// A reply that comes while the client still sends its message (an early refusal) is an exchange without a command; it
/// is the transaction's `end` unless the end of the message gets its own reply.
package struct DialogueParser {
    let limits: SMTPLimits
    let makeDigest: (() -> any MessageDigesting)?
    let startsMidSession: Bool

    var facts = Dialogue()
    var ledger: TransactionLedger
    var pending = PendingReplies()
    var authentication = Authentication()

    var client: ClientState
    var clientLines: LineSplitter
    var clientProbe = TLSProbe()
    var held: HeldOctets?
    var scanner: MessageScanner?
    var chunkReport = ChunkReport()
    /// Octets skipped since the client's stream was lost.
    var lostOctets = 0
    /// Those of them that no entry tells yet, and when the first of them came.
    var fragments = 0
    var fragmentsSince: Moment?
    /// Octets of the gap that lost it.
    var lostInGap = 0
    var lostSince: Moment?
    var clientHasGap = false
    var clientHasSpoken = false

    var server = ServerState.replies
    var serverLines: LineSplitter
    var serverProbe = TLSProbe()
    var assembler: ReplyAssembler
    /// The greeting was seen, or can no longer come.
    var isGreetingSettled = false
    var serverHasGap = false
    var serverHasSpoken = false

    /// Positions behind the octets that were taken last; nil where the caller tells none.
    var clientEnd: Int?
    var serverEnd: Int?
    /// Lines of a reply that is not complete, and what of it was masked.
    var openReplyLines: [Range<Int>] = []
    var maskedReplyLines: [Int: MaskedLine] = [:]
    var repliesSinceDisclosure = 0

    /// The octets were inside TLS: no TLS begins in them.
    var isInsideTLS = false
    var keptText = 0
    var isFinished = false
    var tlsOctets: [Party: [UInt8]] = [:]

    /// - Parameters:
    ///   - startsMidSession: the capture lacks the connection's beginning: the first reply need not be a greeting, and
    ///     the client's first octets may be anything.
    ///   - digest: makes the digest of one message; without it, messages have none.
    package init(
        limits: SMTPLimits = SMTPLimits(), startsMidSession: Bool = false,
        digest: (() -> any MessageDigesting)? = nil
    ) {
        self.limits = limits
        self.startsMidSession = startsMidSession
        makeDigest = digest
        ledger = TransactionLedger(cap: limits.entries)
        client = startsMidSession ? .lost : .commands
        clientLines = LineSplitter(limit: limits.keptLine)
        serverLines = LineSplitter(limit: limits.keptLine)
        assembler = ReplyAssembler(limits: limits)
        if startsMidSession { assembler.startUncertain() }
    }

    /// Complete after `finish()`.
    package var dialogue: Dialogue {
        var dialogue = facts
        dialogue.transactions = ledger.transactions
        return dialogue
    }

    /// STARTTLS was accepted, or a party began to speak TLS: nothing is parsed until `resumeAfterTLS`.
    package var isTLS: Bool { client == .dark }

    /// A command waits for its reply, or the greeting has not come.
    package var awaitsReply: Bool {
        !isTLS && (!pending.isEmpty || (!isGreetingSettled && !startsMidSession) || assembler.isRunning)
    }

    /// Octets of a party's TLS stream that earlier calls of `receive` had taken before it was known to be TLS: they
    /// come before everything that `receive` did not take. Empty in the usual case.
    package func octetsOfTLS(from party: Party) -> [UInt8] { tlsOctets[party] ?? [] }

    /// Takes octets of one party. Returns how many were taken: fewer than given only when TLS begins there.
    /// `position` is that of the first octet in the party's stream, for `Dialogue.disclosure`.
    package mutating func receive(
        _ bytes: RawSpan, from party: Party, at moment: Moment, position: Int? = nil
    ) -> Int {
        guard !isFinished else { return bytes.byteCount }
        switch party {
        case .client: return receiveFromClient(bytes, from: position, at: moment)
        case .server: return receiveFromServer(bytes, from: position, at: moment)
        }
    }

    /// `octets` of this party's stream are not in the capture.
    package mutating func gap(from party: Party, octets: Int, at moment: Moment) {
        guard !isFinished, octets > 0 else { return }
        switch party {
        case .client: gapOfClient(octets, at: moment)
        case .server: gapOfServer(octets, at: moment)
        }
    }

    /// What follows is the clear text inside TLS. The server must forget what it knew from before (RFC 3207 §4.2);
    /// the exchanges stay.
    /// `isDecrypted`: it was encrypted on the wire, and keys opened it; else TLS never began.
    package mutating func resumeAfterTLS(at moment: Moment, isDecrypted: Bool = false) {
        guard isTLS, !isFinished else { return }
        if isDecrypted {
            isInsideTLS = true
            facts.encryptedFrom = facts.entries.count
            facts.exchangesBeforeTLS = facts.exchanges.count
            facts.extensionsBeforeTLS = facts.extensions
        } else if facts.plainAfterStartTLS == nil {
            facts.plainAfterStartTLS = moment
        }
        client = .commands
        server = .replies
        clientLines = LineSplitter(limit: limits.keptLine)
        serverLines = LineSplitter(limit: limits.keptLine)
        clientProbe = TLSProbe()
        serverProbe = TLSProbe()
        assembler = ReplyAssembler(limits: limits)
        authentication = Authentication()
        pending.removeAll()
        tlsOctets = [:]
        _ = ledger.reset()
        facts.extensions = []
        facts.authOffered = []
        // TLS from the first octet on: the greeting is inside.
        let isImplicit = facts.exchanges.isEmpty && !facts.startedTLS && !startsMidSession
        isGreetingSettled = !isImplicit
        clientHasGap = false
        serverHasGap = false
    }

    /// Octets of the server that are neither its handshake nor a reply that anybody waits for.
    package mutating func noteServerOctetsBeforeTLS(_ octets: Int) {
        facts.serverOctetsBeforeTLS = saturated(facts.serverOctetsBeforeTLS, octets)
    }

    /// The server goes on in words where its handshake was due: they are replies.
    package mutating func serverSpeaksPlainly() {
        guard isTLS, !isInsideTLS else { return }
        server = .repliesOrTLS
    }

    /// Nothing more comes. Open replies, lines and messages are reported as far as they got.
    package mutating func finish() {
        guard !isFinished else { return }
        finishServer()
        finishClient()
        apply(pending.settle())
        isFinished = true
    }

    /// From here on both parties speak TLS.
    mutating func enterTLS(at moment: Moment) {
        client = .dark
        server = .dark
        append(.tlsStarts(at: moment))
    }
}
