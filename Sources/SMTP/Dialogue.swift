/// A session's SMTP conversation as far as it was readable: facts only, no judgement.
package struct Dialogue: Sendable {
    /// One line of the conversation in the order in which the two parties saw it.
    package enum Entry: Hashable, Sendable {
        case command(exchange: Int)
        case reply(exchange: Int)
        /// A part or the whole of a message, after the command that announced it.
        case message(transaction: Int)
        /// Octets that the capture lacks.
        case gap(from: Party, octets: Int, at: Moment)
        /// TLS begins: what follows is handed over.
        case tlsStarts(at: Moment)
        /// Octets of lines whose beginning or end the capture lacks, with their count.
        case fragment(from: Party, octets: Int, at: Moment)
        /// Octets that are no SMTP, with their count.
        case binary(from: Party, octets: Int, at: Moment)
    }

    package var entries: [Entry] = []
    package var exchanges: [Exchange] = []
    package var transactions: [Transaction] = []
    /// Index of the server's first reply, sent unasked; nil where the capture has none.
    package var greeting: Int?
    /// The client sent its first command before the greeting.
    package var clientTalkedFirst = false
    /// The last EHLO/HELO argument.
    package var clientName: String?
    /// Extension lines of the last EHLO reply, in order: `SIZE 157286400`.
    package var extensions: [String] = []
    /// The same as offered in the clear, where keys opened what came under TLS.
    package var extensionsBeforeTLS: [String] = []
    /// AUTH mechanisms of the last EHLO reply, upper case.
    package var authOffered: [String] = []
    package var authTried: [String] = []
    /// A 235 was seen.
    package var isAuthenticated = false
    /// The login's name where the wire shows it (LOGIN, PLAIN): masked for reports, kept for comparison with MAIL FROM.
    package var loginMatchesSender: Bool?
    /// The client's first octets are a TLS ClientHello where SMTP was expected.
    package var clientSpokeTLSFirst = false
    /// The server's first octets are neither a reply nor TLS.
    package var serverIsNotSMTP = false
    /// The server's first line that is no reply (`SSH-2.0-OpenSSH_9.2`), cut to `SMTPLimits.keptLine`.
    package var foreignGreeting: String?
    /// 220 was given to STARTTLS.
    package var startedTLS = false
    /// Octets of the client after STARTTLS and before the server's 220 (command injection, RFC 3207 §6).
    package var octetsBeforeTLS = 0
    /// Octets of the server between its 220 to STARTTLS and its handshake: a client that takes them for replies under TLS
    /// is deceived (response injection).
    package var serverOctetsBeforeTLS = 0
    /// STARTTLS was granted, and the client went on in the clear.
    package var plainAfterStartTLS: Moment?
    /// The first entry that was inside TLS, where keys opened it: that one and all after it were encrypted on the wire.
    package var encryptedFrom: Int?
    /// How many exchanges came before it.
    package var exchangesBeforeTLS: Int?
    /// What was said under TLS was concluded from the lengths of its records: commands and replies from there on are
    /// marked.
    package var isInferred = false
    package var missingFromClient = 0
    package var missingFromServer = 0
    /// Which octets may be shown; empty unless `DialogueParser.receive` is told positions.
    package var disclosure = Disclosure()
    /// Entries beyond `SMTPLimits.entries`, counted only.
    package var entriesOmitted = 0

    package init() {}

    /// The frame of the 220 to STARTTLS.
    package var startTLSReply: Int? {
        exchanges.last { $0.verb == .startTLS && $0.reply?.code == 220 }?.reply?.last.frame
    }

    package func reply(_ exchange: Int?) -> Reply? {
        exchange.flatMap { exchanges.indices.contains($0) ? exchanges[$0].reply : nil }
    }

    /// The same without the room that growing arrays leave: thousands of sessions are kept until the report.
    package func compacted() -> Dialogue {
        var dialogue = self
        dialogue.entries = entries.map(\.self)
        dialogue.exchanges = exchanges.map(\.self)
        dialogue.transactions = transactions.map(\.self)
        return dialogue
    }
}
