import Capture
import SMTP
import Sessions
import TLS

/// One command, one whole reply, or what stands between them.
struct DialogueEntryReport: Encodable, Sendable {
    enum Kind: String, Encodable, Sendable { case command, reply, auth, body, tls, gap }

    /// Not encoded: `at` and `frame` say it.
    let moment: Moment
    /// RFC 3339.
    var at: String
    var from: String
    var frame: Int
    /// Where the frame is not in the session's own capture.
    var capture: Int?
    var kind: Kind
    /// Lines joined by a newline. Credentials arrive here masked: the SMTP room keeps them in no other form.
    var text: String
    var code: Int?
    var enhanced: String?
    /// It was encrypted on the wire, and keys opened it.
    var encrypted = false
    var inferred = false

    enum CodingKeys: String, CodingKey {
        case at, from, frame, capture, kind, text, code, enhanced, encrypted, inferred
    }

    private var isAlert = false

    private init(_ moment: Moment, _ from: Party, _ kind: Kind, _ text: String) {
        self.moment = moment
        at = Timestamp(nanoseconds: moment.nanoseconds).rfc3339
        self.from = from.rawValue
        frame = moment.frame
        self.kind = kind
        self.text = text
    }

    /// The session's conversation with the frames as their files number them.
    static func entries(_ session: Session, _ places: FramePlaces) -> [DialogueEntryReport] {
        entries(session).map { entry in
            var entry = entry
            entry.capture = places.otherCapture(entry.frame)
            entry.frame = places.number(entry.frame)
            return entry
        }
    }

    /// The session's conversation in order, frames numbered over all files. What TLS shows follows the place where it begins.
    static func entries(_ session: Session) -> [DialogueEntryReport] {
        let dialogue = session.dialogue
        var entries: [DialogueEntryReport] = []
        var handshake = session.tls.map(Self.handshake) ?? []
        var hasTLS = false
        // A message sent in chunks (RFC 3030) is told whole with its last one.
        var lastParts: [Dialogue.Entry: Int] = [:]
        for (index, entry) in dialogue.entries.enumerated() {
            if case .message = entry { lastParts[entry] = index }
        }
        for (index, entry) in dialogue.entries.enumerated() {
            let isRepeated = lastParts[entry].map { $0 > index } ?? false
            if var made = isRepeated ? part(entry, dialogue) : make(entry, dialogue) {
                made.encrypted = made.inferred || dialogue.encryptedFrom.map { index >= $0 } ?? false
                // Alerts may come at the end.
                let earlier = hasTLS ? handshake.prefix { $0.comes(before: made) } : []
                entries += earlier
                handshake.removeFirst(earlier.count)
                entries.append(made)
            }
            if case .tlsStarts = entry { hasTLS = true }
        }
        return entries + handshake
    }

    /// What the handshake shows, against a line of the dialogue. A farewell comes after what shares its frame.
    private func comes(before other: DialogueEntryReport) -> Bool {
        moment.frame < other.moment.frame || (moment.frame == other.moment.frame && !isAlert)
    }

    private static func make(_ entry: Dialogue.Entry, _ dialogue: Dialogue) -> DialogueEntryReport? {
        switch entry {
        case .command(let index):
            guard dialogue.exchanges.indices.contains(index), let command = dialogue.exchanges[index].command else {
                return nil
            }
            let isLogin = command.verb == .auth || command.verb == .authResponse
            var entry = DialogueEntryReport(command.first, .client, isLogin ? .auth : .command, command.text)
            if command.isInferred { entry.markInferred() }
            return entry
        case .reply(let index):
            return dialogue.reply(index).map(reply)
        case .message(let index):
            guard dialogue.transactions.indices.contains(index), let message = dialogue.transactions[index].message
            else { return nil }
            let isChunked = dialogue.entries.count { $0 == entry } > 1
            var entry = DialogueEntryReport(isChunked ? message.last : message.first, .client, .body, body(message))
            if message.isInferred { entry.markInferred() }
            return entry
        case .gap(let party, let octets, let moment):
            return DialogueEntryReport(
                moment, party, .gap, "\(Phrases.count(octets, "byte is", plural: "bytes are")) not in the capture")
        case .tlsStarts(let moment):
            return DialogueEntryReport(moment, .client, .tls, "TLS begins")
        case .fragment(let party, let octets, let moment):
            return DialogueEntryReport(moment, party, .gap, "\(octets) bytes of a line that is not whole")
        case .binary(let party, let octets, let moment):
            return DialogueEntryReport(
                moment, party, .body, "\(Phrases.count(octets, "byte that is", plural: "bytes that are")) no SMTP")
        }
    }

    private static func part(_ entry: Dialogue.Entry, _ dialogue: Dialogue) -> DialogueEntryReport? {
        guard case .message(let index) = entry, dialogue.transactions.indices.contains(index) else { return nil }
        return dialogue.transactions[index].message.map {
            DialogueEntryReport($0.first, .client, .body, "a part of the message")
        }
    }

    private static func reply(_ reply: Reply) -> DialogueEntryReport {
        var lines = reply.lines
        if reply.isIncomplete { lines.append("(incomplete)") }
        var entry = DialogueEntryReport(reply.first, .server, .reply, lines.joined(separator: "\n"))
        entry.code = reply.code
        entry.enhanced = reply.enhanced?.description
        if reply.inferredOctets != nil { entry.markInferred() }
        return entry
    }

    /// Nobody read it: the length of an encrypted record says it.
    private mutating func markInferred() {
        encrypted = true
        inferred = true
    }

    private static func body(_ message: Message) -> String {
        var text = "\(message.size) bytes"
        if let digest = message.sha256 { text += ", sha256 \(digest)" }
        if !message.isComplete { text += ", incomplete" }
        if message.missing > 0 {
            text += ", \(Phrases.count(message.missing, "byte is", plural: "bytes are")) not in the capture"
        }
        return text
    }

    private static func handshake(_ facts: TLSFacts) -> [DialogueEntryReport] {
        var entries: [DialogueEntryReport] = []
        func add(_ moment: TLSMoment?, _ from: Party, _ text: String) {
            guard let moment else { return }
            let place = Moment(frame: moment.frame, nanoseconds: moment.nanoseconds)
            entries.append(DialogueEntryReport(place, from, .tls, text))
        }
        if let hello = facts.clientHello {
            let name = hello.serverName.map { " to \($0)" } ?? ""
            let offers = SessionPhrases.offers(hello)
            add(hello.moment, .client, "ClientHello\(name)\(offers.isEmpty ? "" : ": ")\(offers)")
        }
        if let hello = facts.serverHello {
            add(hello.moment, .server, "ServerHello: \(hello.version), \(CipherSuiteNames.name(hello.cipherSuite))")
        }
        for alert in facts.alerts {
            let level = alert.isFatal ? "fatal" : "warning"
            add(alert.moment, alert.from == .client ? .client : .server, "alert: \(alert.name) (\(level))")
            entries[entries.count - 1].isAlert = true
            entries[entries.count - 1].encrypted = alert.isEncrypted
        }
        add(facts.clientAborted, .client, "the handshake is ended under encryption")
        let decryption = facts.decryption
        let isRead = decryption.map { $0.records > 0 } ?? false
        add(
            facts.established, .client,
            isRead
                ? "handshake complete; ⇒ and ⇐ were encrypted and are read with keys"
                : "handshake complete; what follows is encrypted")
        if isRead, let problem = decryption?.problem {
            add(decryption?.darkSince, .client, "from here on encryption hides what is said: \(problem.rawValue)")
        }
        return entries.enumerated()
            .sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
            .map(\.element)
    }
}
