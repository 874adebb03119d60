import SMTP
import TLS

extension Story {
    /// The stages that a delivery needs here: STARTTLS and AUTH where the server offers or demands them on a
    /// submission port.
    var neededStages: [Stage] {
        var needed: [Stage] = [.greeting, .ehlo]
        if port == 465 || tls != nil {
            needed += dialogue.startedTLS ? [.starttls, .tls] : [.tls]
        } else if isSubmissionPort, offers("STARTTLS") {
            needed.append(.starttls)
        }
        if isSubmissionPort, offers("STARTTLS") || !dialogue.authOffered.isEmpty { needed.append(.auth) }
        return (needed + [.mail, .rcpt, .data, .accepted]).sorted()
    }

    /// The first needed stage that was not completed.
    var nextNeeded: Stage {
        let reached = progress.passed.filter { $0 != .quit }.max() ?? .resolve
        return neededStages.first { $0 > reached && !progress.passed.contains($0) } ?? .accepted
    }

    /// The next needed stage at the time of an exchange.
    func nextNeeded(before index: Int) -> Stage {
        let passed = exchanges[..<index].enumerated().compactMap { position, exchange -> Stage? in
            guard let reply = exchange.reply, reply.isPositive else { return nil }
            if position == dialogue.greeting { return .greeting }
            return exchange.verb.flatMap(Stage.init(verb:))
                ?? (exchange.command == nil ? Self.stage(toldBy: reply) : nil)
        }
        let reached = passed.filter { $0 != .quit }.max() ?? .connect
        return neededStages.first { $0 > reached } ?? .accepted
    }

    /// What a good reply says that it answers, where its command is not here (RFC 5321 §4.2, RFC 3463 §3.2).
    private static func stage(toldBy reply: Reply) -> Stage? {
        switch (reply.code, reply.enhanced?.subject, reply.enhanced?.detail) {
        case (235, _, _): .auth
        case (354, _, _): .data
        case (250, 1, 0), (250, 1, 7): .mail
        case (250, 1, 5): .rcpt
        case (250, _, _) where reply.lines.count > 1: .ehlo
        default: nil
        }
    }

    /// The client said nothing of EHLO under STARTTLS before this exchange (RFC 3207 §4.2).
    func lacksEHLOAfterTLS(before index: Int) -> Bool {
        guard dialogue.startedTLS, let start = dialogue.exchangesBeforeTLS, start <= index else { return false }
        return !exchanges[start..<index].contains { [.ehlo, .helo, .lhlo].contains($0.verb) }
    }

    /// What a client that reached this stage is said to have tested.
    var testCause: String? {
        guard let reached = progress.passed.max() else { return nil }
        return switch reached {
        case .resolve, .connect: "tcp-connect-test-only"
        case .greeting: "banner-test-only"
        case .ehlo, .starttls: "ehlo-test-only"
        case .tls: "tls-test-only"
        case .auth: "auth-test-only"
        case .mail, .rcpt: "mail-from-test-only"
        case .data, .accepted, .quit: nil
        }
    }
}

extension Verb {
    /// As it stands on the wire; empty for lines that carry none.
    var name: String {
        switch self {
        case .ehlo: "EHLO"
        case .helo: "HELO"
        case .lhlo: "LHLO"
        case .startTLS: "STARTTLS"
        case .auth, .authResponse: "AUTH"
        case .mail: "MAIL"
        case .rcpt: "RCPT"
        case .data: "DATA"
        case .bdat: "BDAT"
        case .rset: "RSET"
        case .noop: "NOOP"
        case .quit: "QUIT"
        case .vrfy: "VRFY"
        case .expn: "EXPN"
        case .help: "HELP"
        case .etrn: "ETRN"
        case .turn: "TURN"
        case .endOfData: "DATA"
        case .other(let word): word.uppercased()
        }
    }
}
