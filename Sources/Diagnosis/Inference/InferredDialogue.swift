import Knowledge
import SMTP
import TLS

/// A session's dialogue continued with the steps of a reading.
struct InferredDialogue {
    private(set) var dialogue: Dialogue
    /// Replies of which no words are known.
    private(set) var wordless: Set<Int> = []
    private var pending: [Int] = []
    private let values: [String: String]

    /// `values` fill what the replies' words leave open.
    init(_ clear: Dialogue, _ path: [InferredStep], values: [String: String]) {
        dialogue = clear
        self.values = values
        dialogue.isInferred = true
        dialogue.exchangesBeforeTLS = dialogue.exchanges.count
        // The server forgets what it knew from before TLS (RFC 3207 §4.2).
        dialogue.extensionsBeforeTLS = clear.extensions
        dialogue.extensions = []
        dialogue.authOffered = []
        for step in path {
            switch step.kind {
            case .act(let act): add(act, step)
            case .reply(let candidate, let act):
                add(Self.reply(candidate.filled(values), step), to: act, isUnknown: candidate.isUnknown)
            }
        }
    }

    // MARK: - The client

    private mutating func add(_ act: Act, _ step: InferredStep) {
        let length = step.octets.upperBound
        let ehlo = dialogue.clientName ?? "…"
        let (verb, text, argument): (Verb, String, String) =
            switch act {
            case .ehlo: (.ehlo, "EHLO \(ehlo)", ehlo)
            case .helo: (.helo, "HELO \(ehlo)", ehlo)
            case .mail: (.mail, "MAIL FROM:<…>", "FROM:<…>")
            case .rcpt: (.rcpt, "RCPT TO:<…>", "TO:<…>")
            case .data: (.data, "DATA", "")
            case .bdat: (.bdat, "BDAT … LAST", "… LAST")
            case .message: (.endOfData, ".", "")
            case .rset: (.rset, "RSET", "")
            case .noop: (.noop, "NOOP", "")
            case .quit: (.quit, "QUIT", "")
            case .cancel: (.authResponse, "*", "")
            case .authLogin, .authPlain, .authXOAUTH2, .authCRAM, .authNTLM: (.auth, "AUTH \(act.mechanism ?? "")", "")
            case .authLoginUser, .authPlainInitial, .authXOAUTH2Initial:
                (.auth, "AUTH \(act.mechanism ?? "") ‹masked›", "")
            case .usernameLine, .passwordLine, .plainLine: (.authResponse, "‹masked, \(max(0, length - 2)) bytes›", "")
            }
        var command = Command(
            verb: verb, text: text, argument: argument, length: length, first: Self.moment(step.first),
            last: Self.moment(step.last))
        command.isInferred = true
        dialogue.exchanges.append(Exchange(command: command, reply: nil))
        let index = dialogue.exchanges.count - 1
        pending.append(index)
        if verb == .auth, let mechanism = act.mechanism { dialogue.authTried.append(mechanism) }
        transact(act, index, step)
        dialogue.entries.append(.command(exchange: index))
    }

    private mutating func transact(_ act: Act, _ index: Int, _ step: InferredStep) {
        if act == .mail {
            var transaction = Transaction()
            transaction.mail = index
            dialogue.transactions.append(transaction)
            return
        }
        guard !dialogue.transactions.isEmpty else { return }
        let last = dialogue.transactions.count - 1
        switch act {
        case .rcpt:
            let number = dialogue.transactions[last].recipients.count + 1
            dialogue.transactions[last].recipients.append(
                Transaction.Recipient(address: "‹recipient \(number), not readable›", exchange: index))
        case .data: dialogue.transactions[last].data = index
        case .message, .bdat:
            var message = Message(first: Self.moment(step.first))
            message.last = Self.moment(step.last)
            // Without the line that ends it; the exact share of it is not known.
            message.size = max(0, step.octets.upperBound - 3)
            message.isInferred = true
            dialogue.transactions[last].message = message
            dialogue.transactions[last].end = index
            if act == .bdat { dialogue.transactions[last].data = index }
            dialogue.entries.append(.message(transaction: last))
        case .rset, .ehlo:
            if dialogue.transactions[last].end == nil { dialogue.transactions[last].wasReset = true }
        default: break
        }
    }

    // MARK: - The server

    private static func reply(_ lines: [String], _ step: InferredStep) -> Reply {
        let code = Int(lines.last?.prefix(3) ?? "") ?? 0
        let texts = lines.map { String($0.dropFirst(4)) }
        var reply = Reply(
            code: code, enhanced: EnhancedCode(of: texts.last ?? "", replyCode: code), lines: texts,
            first: moment(step.first), last: moment(step.last))
        reply.inferredOctets = step.octets
        return reply
    }

    private mutating func add(_ reply: Reply, to act: Act?, isUnknown: Bool) {
        var index = dialogue.exchanges.count
        if act != nil, !pending.isEmpty {
            index = pending.removeFirst()
            dialogue.exchanges[index].reply = reply
        } else {
            dialogue.exchanges.append(Exchange(command: nil, reply: reply))
            if dialogue.greeting == nil, act == nil { dialogue.greeting = index }
        }
        dialogue.entries.append(.reply(exchange: index))
        if isUnknown { wordless.insert(index) }
        if act == .ehlo, reply.isPositive {
            dialogue.extensions = Array(reply.lines.dropFirst())
            dialogue.authOffered = Dialogue.mechanisms(dialogue.extensions)
        }
        if reply.code == 235 { dialogue.isAuthenticated = true }
        if act == .message || act == .bdat, let last = dialogue.transactions.indices.last {
            dialogue.transactions[last].message?.isComplete = true
        }
    }

    private static func moment(_ moment: TLSMoment) -> Moment {
        Moment(frame: moment.frame, nanoseconds: moment.nanoseconds)
    }
}

extension Dialogue {
    /// What was read of it: the part before TLS, where the rest was inferred.
    var withoutInference: Dialogue {
        guard isInferred, let start = exchangesBeforeTLS, start <= exchanges.count else { return self }
        var read = self
        read.isInferred = false
        read.exchanges = Array(exchanges[..<start])
        read.entries = entries.filter { entry in
            switch entry {
            case .command(let index), .reply(let index): index < start
            case .message(let index): !(transactions[index].message?.isInferred ?? true)
            default: true
            }
        }
        read.transactions = transactions.filter { $0.mail.map { $0 < start } ?? true }
        if let greeting, greeting >= start { read.greeting = nil }
        read.extensions = extensionsBeforeTLS
        read.authOffered = Self.mechanisms(extensionsBeforeTLS)
        read.authTried = Array(authTried.prefix(read.exchanges.count { $0.verb == .auth }))
        read.isAuthenticated = read.exchanges.contains { $0.reply?.code == 235 }
        return read
    }

    /// Those that the AUTH line of an EHLO reply lists.
    fileprivate static func mechanisms(_ lines: [String]) -> [String] {
        lines.flatMap { line -> [String] in
            let words = line.uppercased().split { $0 == " " || $0 == "=" }
            return words.first == "AUTH" ? words.dropFirst().map(String.init) : []
        }
    }
}
