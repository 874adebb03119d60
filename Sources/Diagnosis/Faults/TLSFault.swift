import Capture
import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// TLS where it was not expected, a handshake that broke, or a session that TLS hides from here on.
struct TLSFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let tls = story.tls else { return plaintextAfterStartTLS(story) ?? plaintextOnImplicitPort(story) }
        if story.dialogue.clientSpokeTLSFirst, story.port != MailPort.implicitTLS, !tls.serverSpeaksTLS {
            return implicitOnStartTLSPort(tls, story)
        }
        if let finding = foreign(tls, story) { return finding }
        if let finding = HandshakeFault().examine(story, knowledge) { return finding }
        return dark(tls, story, knowledge)
    }

    private func implicitOnStartTLSPort(_ tls: TLSFacts, _ story: Story) -> Finding {
        let hello = tls.clientHello?.moment.frame ?? tls.first?.frame ?? story.session.first.frame
        let opened = Evidence("the client opened with a TLS ClientHello on port \(story.port)", [hello])
        // Nothing shows what the server speaks: it may have been silent all along.
        guard story.connection?.server.hasData ?? false else {
            return Finding(
                "implicit-tls-on-starttls-port", .unknown, at: .tls, .unknown, or: [.deviceConfig] + story.farSide,
                .possible, [opened, Evidence("no octet came from the server", story.span)])
        }
        var finding = Finding("implicit-tls-on-starttls-port", .failed, at: .tls, .deviceConfig, .proven, [opened])
        if let reply = story.dialogue.reply(story.dialogue.greeting) {
            finding.evidence.append(
                Evidence("the server speaks plain SMTP here: \(reply.code) \(Quote.short(reply))", [reply.first.frame]))
        }
        return finding
    }

    /// STARTTLS was granted, and words follow that the server did not understand. Where it answers them well, TLS was
    /// taken off before this point.
    private func plaintextAfterStartTLS(_ story: Story) -> Finding? {
        guard story.dialogue.startedTLS, story.missingOctets == 0,
            let start = story.exchanges.lastIndex(where: { $0.verb == .startTLS }),
            let granted = story.exchanges[start].reply,
            let next = story.exchanges[(start + 1)...].first(where: { $0.command != nil })?.command,
            story.exchanges[(start + 1)...].allSatisfy({ !($0.reply?.isPositive ?? false) }), next.verb != .quit
        else { return nil }
        let shown = Evidence(
            "the server granted STARTTLS; the client went on in plain text: \(Quote.short(next.text))",
            [granted.first.frame, next.first.frame])
        return story.isOutside
            ? Finding(
                "plain-text-after-starttls", .failed, at: .tls, .unknown, or: [.deviceFault, .firewall], .likely,
                [shown])
            : Finding("plain-text-after-starttls", .failed, at: .tls, .deviceFault, or: [.firewall], .likely, [shown])
    }

    /// The server answered a ClientHello with something that is neither TLS nor SMTP.
    private func foreign(_ tls: TLSFacts, _ story: Story) -> Finding? {
        guard tls.serverIsForeign, tls.serverHello == nil, !story.dialogue.startedTLS, story.dialogue.greeting == nil,
            let hello = tls.clientHello, let facts = story.connection, let answer = facts.server.firstData,
            facts.server.missing == 0, !facts.startsMidStream, !facts.lacksServersBeginning
        else { return nil }
        return Finding(
            "not-an-smtp-server", .failed, at: .greeting, .deviceConfig, or: [.dnsConfig, .firewall], .likely,
            [
                Evidence("the client began with a ClientHello on port \(story.port)", [hello.moment.frame]),
                Evidence("the answer is neither TLS nor SMTP", [answer.frame]),
            ])
    }

    private func plaintextOnImplicitPort(_ story: Story) -> Finding? {
        guard story.port == MailPort.implicitTLS, story.progress.passed.contains(.connect), story.tls == nil,
            let facts = story.connection, !facts.server.hasData, !facts.isOneDirection, facts.client.missing == 0,
            story.progress.reached == .connect, facts.server.resets.isEmpty
        else { return nil }
        let waited = facts.last.time.seconds(since: facts.first.time)
        // Who leaves at once only looked whether the port is open.
        guard
            facts.client.hasData || waited >= SilenceFault.patientSeconds
                || facts.firstClose != nil && waited > TestFault.shortestWait
        else { return nil }
        let said =
            facts.client.hasData
            ? "the client spoke plain text" : "the client waited \(Phrase.seconds(waited)) for a greeting"
        return Finding(
            "plaintext-on-implicit-tls-port", .failed, at: .greeting, .deviceConfig, .likely,
            [Evidence("\(said) on port 465, where the server waits for a ClientHello", story.span)])
    }

    // MARK: - What TLS hides

    private func dark(_ tls: TLSFacts, _ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard tls.established != nil || story.dialogue.startedTLS || tls.serverHello != nil else { return nil }
        guard tls.established != nil || !hasVisibleFault(story) else { return nil }
        if let finding = HandshakeFault.leftWithoutAWord(story, knowledge) { return finding }
        guard story.hiddenTLS != nil else { return nil }
        if let finding = HiddenBreak(story)?.finding(knowledge) { return finding }
        var finding = Finding("encrypted-after-tls", .unknown, at: nil, .unknown, .proven)
        let frame =
            tls.established?.frame ?? tls.serverHello?.moment.frame ?? tls.first?.frame ?? story.session.last.frame
        let name = tls.version.map { "\($0)" } ?? "TLS"
        finding.evidence = [Evidence("\(name) begins: commands and replies from here on are encrypted", [frame])]
        finding.cannotShow = ["whether the login, the sender, the recipients and the message were accepted"]
        finding.endedBy = .unknown
        return finding
    }

    /// The handshake broke in a way that TCP shows.
    private func hasVisibleFault(_ story: Story) -> Bool {
        // Where octets are missing, the handshake may have completed in them.
        guard let facts = story.connection, story.missingOctets == 0 else { return false }
        return facts.firstClose != nil || story.unanswered(.client) != nil || story.unanswered(.server) != nil
            || facts.server.neverSeen > 0
    }
}

enum MailPort {
    static let implicitTLS = 465
}

extension TLSFacts {
    /// The server answered in TLS.
    var serverSpeaksTLS: Bool { serverHello != nil || alerts.contains { $0.from == .server } }
}
