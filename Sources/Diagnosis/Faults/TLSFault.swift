import Capture
import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// TLS where it was not expected, a handshake that broke, or a session that TLS hides from here on.
struct TLSFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let tls = story.tls else { return plaintextOnImplicitPort(story) }
        if story.dialogue.clientSpokeTLSFirst, story.port != MailPort.implicitTLS, !tls.serverSpeaksTLS {
            return implicitOnStartTLSPort(tls, story)
        }
        if let finding = handshake(tls, story) { return finding }
        return dark(tls, story)
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

    // MARK: - A handshake that did not complete

    private func handshake(_ tls: TLSFacts, _ story: Story) -> Finding? {
        guard tls.established == nil, let facts = story.connection else { return nil }
        if let alert = tls.alerts.first(where: \.isFatal) {
            return intercepted(alert, tls, story) ?? alerted(alert, tls, story)
        }
        if let aborted = tls.clientAborted {
            return Finding(
                "handshake-aborted", .failed, at: .tls, .unknown,
                or: [.deviceConfig, .deviceCapability, .firewall, .serverPolicy],
                .proven,
                [Evidence("the client ended the handshake with an alert that encryption hides", [aborted.frame])])
        }
        // Large segments of the server's flight are missing, later ones arrived: see `SilenceFault`.
        if facts.server.neverSeen > 0 || story.unanswered(.client) != nil || story.unanswered(.server) != nil {
            return nil
        }
        guard tls.clientHello != nil, story.missingOctets == 0, let close = facts.firstClose else { return nil }
        if close.side == .client, !close.isReset || tls.serverHello != nil, tls.serverHello != nil {
            return Finding(
                "client-closed-during-handshake", .failed, at: .tls, .deviceCapability, or: [.deviceConfig], .likely,
                [
                    Evidence(
                        "the client closed after the server's part of the handshake, without an alert",
                        [close.origin.frame])
                ])
        }
        return nil
    }

    /// A box beside the client speaks for the server, finished its hello faster than the server ever answered, and the
    /// client refused its certificate.
    private func intercepted(_ alert: Alert, _ tls: TLSFacts, _ story: Story) -> Finding? {
        guard let box = story.boxAnswersForServer, alert.from == .client, [42, 46, 48].contains(alert.code),
            let client = tls.clientHello?.moment, let server = tls.serverHello?.moment, let usual = fastestReply(story)
        else { return nil }
        let took = Double(server.nanoseconds &- client.nanoseconds) / 1e9
        guard took < usual / 2 else { return nil }
        return Finding(
            "tls-interception", .failed, at: .tls, .firewall, .likely,
            [
                Evidence(
                    "the client refused the certificate: alert \(alert.name) (\(alert.code))", [alert.moment.frame]),
                Evidence(box, [story.connection?.server.first?.frame ?? server.frame]),
                Evidence(
                    "the ServerHello came after \(Phrase.seconds(took)), the fastest reply of the server before it took \(Phrase.seconds(usual))",
                    [client.frame, server.frame]),
            ])
    }

    private func fastestReply(_ story: Story) -> Double? {
        story.exchanges.compactMap { exchange -> Double? in
            guard let command = exchange.command, let reply = exchange.reply else { return nil }
            return story.seconds(from: command.last, to: reply.first)
        }.min()
    }

    private func alerted(_ alert: Alert, _ tls: TLSFacts, _ story: Story) -> Finding {
        let said = "the \(alert.from.rawValue) sent the fatal alert \(alert.name) (\(alert.code))"
        let evidence = [Evidence(said, [alert.moment.frame])]
        switch (alert.from, alert.code) {
        case (.server, 70) where (tls.clientHello?.highestVersion ?? .ssl2) >= .tls12:
            return Finding(
                "tls-version-too-old", .failed, at: .tls, .unknown,
                or: [.serverFault, .deviceCapability, .deviceConfig], .likely, evidence)
        case (.server, 70), (.server, 86):
            return Finding(
                "tls-version-too-old", .failed, at: .tls, .deviceCapability, or: [.deviceConfig], .likely, evidence)
        case (.server, 40), (.server, 71):
            return Finding(
                "no-shared-cipher", .failed, at: .tls, .deviceCapability, or: [.deviceConfig], .likely, evidence)
        case (.client, 45):
            return Finding(
                "certificate-expired", .failed, at: .tls, .unknown, or: [.serverFault, .deviceConfig], .likely, evidence
            )
        case (.client, 48):
            // The root is missing in the device, or a box on the path signs in another's name: only the chain tells.
            return Finding(
                "certificate-untrusted", .failed, at: .tls, .unknown,
                or: [.deviceCapability, .deviceConfig, .firewall], .likely, evidence)
        case (.client, _):
            return Finding(
                "client-closed-during-handshake", .failed, at: .tls, .unknown,
                or: [.deviceCapability, .deviceConfig, .serverFault, .firewall], .likely, evidence)
        case (.server, _):
            return Finding(
                "handshake-aborted", .failed, at: .tls, .unknown, or: [.serverFault, .deviceCapability, .firewall],
                .likely, evidence)
        }
    }

    // MARK: - What TLS hides

    private func dark(_ tls: TLSFacts, _ story: Story) -> Finding? {
        guard tls.established != nil || story.dialogue.startedTLS || tls.serverHello != nil else { return nil }
        guard tls.established != nil || !hasVisibleFault(story) else { return nil }
        if let finding = leftWithoutAWord(tls, story) { return finding }
        guard story.hiddenTLS != nil else { return nil }
        var finding = Finding("encrypted-after-tls", .unknown, at: nil, .unknown, .proven)
        let frame =
            tls.established?.frame ?? tls.serverHello?.moment.frame ?? tls.first?.frame ?? story.session.last.frame
        let name = tls.version.map { "\($0)" } ?? "TLS"
        finding.evidence = [Evidence("\(name) begins: commands and replies from here on are encrypted", [frame])]
        finding.cannotShow = ["whether the login, the sender, the recipients and the message were accepted"]
        finding.endedBy = .unknown
        return finding
    }

    /// The client closed with its Finished, or right after it: it did not like the certificate, and said so nowhere.
    private func leftWithoutAWord(_ tls: TLSFacts, _ story: Story) -> Finding? {
        guard let end = tls.established, tls.clientRecords == 0, let close = story.connection?.firstClose,
            close.side == .client, close.origin.frame >= end.frame, story.dialogue.startedTLS,
            Double(close.origin.time.nanoseconds &- end.nanoseconds) / 1e9 < 1, story.missingOctets == 0
        else { return nil }
        if story.viewpoint == .outsideBesideSpeaker {
            return Finding(
                "client-side-closed-after-tls", .unknown, at: .auth, .unknown, or: [.deviceConfig, .firewall], .likely,
                [Evidence("the client's side completed the handshake and closed without a word", [close.origin.frame])])
        }
        return Finding(
            "client-closed-during-handshake", .failed, at: .tls, .deviceCapability, or: [.deviceConfig], .likely,
            [
                Evidence(
                    "the client closed with the end of the handshake and sent nothing under TLS: it refused what the server showed",
                    [end.frame, close.origin.frame])
            ])
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
