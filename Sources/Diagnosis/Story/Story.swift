import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// A session with the questions that every fault asks of it answered once.
struct Story: Sendable {
    let session: Session
    let dialogue: Dialogue
    let health: CaptureHealth
    let endpoint: Endpoint?
    let serverName: String?
    let serverNameSource: DiagnosedSession.NameSource?
    /// How far each stage got.
    let progress: Progress
    /// What the server's certificates are worth; nil where the capture does not show any.
    let certificates: CertificateFindings?
    /// Where the capture was taken, where that is known and need not be told from packets.
    var knownViewpoint: Viewpoint?

    init(_ session: Session, knowledge: KnowledgeBase, health: CaptureHealth, trust: TrustStore) {
        self.session = session
        self.health = health
        dialogue = session.dialogue
        certificates = Story.certificates(session, trust)
        let identity = ServerIdentity(session, certificates: certificates, knowledge: knowledge)
        endpoint = identity.endpoint
        serverName = identity.name
        serverNameSource = identity.source
        progress = Progress(session)
    }

    /// The same attempt with a dialogue that was inferred: who the server is, and its certificates, stay.
    init(_ session: Session, as story: Story) {
        self.session = session
        health = story.health
        dialogue = session.dialogue
        certificates = story.certificates
        endpoint = story.endpoint
        serverName = story.serverName
        serverNameSource = story.serverNameSource
        knownViewpoint = story.knownViewpoint
        progress = Progress(session)
    }

    var connection: ConnectionFacts? { session.connection }
    var exchanges: [Exchange] { dialogue.exchanges }
    var tls: TLSFacts? { session.tls }
    var port: Int { Int(session.server?.port ?? 0) }

    /// TLS whose inside this capture does not show; nil where there is none, where keys opened it, or where what was said
    /// in it is inferred.
    var hiddenTLS: TLSFacts? {
        session.tls.flatMap { $0.decryption?.isComplete ?? false || dialogue.isInferred ? nil : $0 }
    }

    /// TLS hides the rest of the conversation.
    var isDark: Bool { hiddenTLS.map { dialogue.startedTLS || $0.clientHello != nil } ?? false }

    /// Message submission (RFC 6409): the next needed stages after EHLO are STARTTLS and AUTH.
    var isSubmissionPort: Bool { port == 587 || port == 465 }

    /// The server offers this EHLO keyword.
    func offers(_ keyword: String) -> Bool {
        (dialogue.extensions + dialogue.extensionsBeforeTLS).contains {
            $0.uppercased() == keyword || $0.uppercased().hasPrefix(keyword + " ")
        }
    }

    var hasEHLOReply: Bool {
        exchanges.contains { ($0.verb == .ehlo || $0.verb == .lhlo) && $0.reply.map { $0.isPositive } ?? false }
    }

    /// All that it offers is here: the last EHLO reply, or one before TLS, is whole.
    var hasWholeEHLOReply: Bool {
        let reply = exchanges.last {
            ($0.verb == .ehlo || $0.verb == .lhlo) && $0.reply.map { $0.isPositive } ?? false
        }?.reply
        return reply.map { !$0.isIncomplete } ?? false
    }

    /// The first command that awaits a reply which the capture should have shown. Replies come in order: everything
    /// after it waits too, and QUIT is said by a client that gave up waiting.
    var pending: (index: Int, command: Command)? {
        let answered = exchanges.lastIndex { $0.command != nil && ($0.reply != nil || $0.replyIsMissing) } ?? -1
        guard let index = exchanges.indices.first(where: { $0 > answered && exchanges[$0].command != nil }),
            let command = exchanges[index].command
        else { return nil }
        return (index, command)
    }

    /// The last exchange whose reply arrived, or the last one at all.
    var lastReply: Reply? { exchanges.last { $0.reply != nil }?.reply }

    var quit: Command? { exchanges.last { $0.verb == .quit }?.command }

    /// The client withdrew its last transaction with RSET and began none after it.
    var tookBack: Bool {
        dialogue.transactions.last?.wasReset ?? false && exchanges.last { $0.command != nil }?.verb != .mail
    }

    /// Milliseconds from 1970 to seconds between two moments.
    func seconds(from: Moment, to: Moment) -> Double {
        Double(to.nanoseconds &- from.nanoseconds) / 1e9
    }

    /// Octets that the capture lacks in either direction.
    var missingOctets: Int { (connection?.client.missing ?? 0) + (connection?.server.missing ?? 0) }

    /// The frames of the whole session, for statements about all of it.
    var span: [Int] { [session.first.frame, session.last.frame] }
}
