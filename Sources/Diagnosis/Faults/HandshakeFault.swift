import Capture
import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// A TLS handshake that did not complete, or that a client left the moment it was complete.
struct HandshakeFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let tls = story.tls, let facts = story.connection else { return nil }
        if let alert = decisiveAlert(tls, story) {
            return intercepted(
                alert.moment, "\(alert.name) (\(alert.code))", tls, story, isAboutTrust: alert.isAboutTrust)
                ?? (alert.from == .client
                    ? ClientAlert(alert, tls).finding(story, knowledge) : ServerAlert(alert, tls).finding(story))
        }
        guard tls.established == nil else { return nil }
        // Without its beginning, nobody knows whether the handshake was over.
        if tls.clientHello == nil, facts.startsMidStream { return nil }
        if let aborted = tls.clientAborted { return hidden(aborted, tls, story, knowledge) }
        // Large segments of the server's flight are missing, later ones arrived: see `SilenceFault`.
        if facts.server.neverSeen > 0 || story.unanswered(.client) != nil || story.unanswered(.server) != nil {
            return nil
        }
        guard tls.clientHello != nil, story.missingOctets == 0, let close = facts.firstClose else { return nil }
        if close.side == .client, tls.serverHello != nil { return clientClosed(close.origin, tls, story, knowledge) }
        if close.side == .server, !close.isReset { return serverClosed(close.origin, tls, story) }
        return nil
    }

    /// The first fatal alert of a handshake, or right behind it: a TLS 1.3 server judges a client's certificate when the
    /// client is done already, and some clients the server's.
    private func decisiveAlert(_ tls: TLSFacts, _ story: Story) -> Alert? {
        guard let alert = tls.alerts.first(where: \.isFatal) else { return nil }
        guard tls.established != nil else { return alert }
        let isAboutCertificates = (41...49).contains(alert.code) || alert.code == 116
        return isAboutCertificates && story.repliesUnderTLS == 0 ? alert : nil
    }

    // MARK: - Without a readable alert

    private func hidden(
        _ aborted: TLSMoment, _ tls: TLSFacts, _ story: Story, _ knowledge: KnowledgeBase
    ) -> Finding {
        let seen = [Evidence("the client ended the handshake with an alert that encryption hides", [aborted.frame])]
        if let finding = intercepted(aborted, nil, tls, story, isAboutTrust: true) { return finding }
        let explained = CertificateRefusal(story, knowledge)?.finding(alert: nil, seen: seen, mayLackRoot: false)
        if let explained { return explained }
        var finding = Finding(
            "handshake-aborted", .failed, at: .tls, .unknown,
            or: [.deviceConfig, .deviceCapability, .firewall, .serverPolicy], .proven, seen)
        finding.cannotShow = [
            tls.version.map { $0 >= .tls13 } ?? false
                ? "which alert it was, and the server's certificate: TLS 1.3 encrypts both; with the session's keys they can be read"
                : "which alert it was: with the session's keys it can be read"
        ]
        return finding
    }

    private func clientClosed(
        _ close: Origin, _ tls: TLSFacts, _ story: Story, _ knowledge: KnowledgeBase
    ) -> Finding {
        let seen = [
            Evidence("the client closed after the server's part of the handshake, without an alert", [close.frame])
        ]
        let explained = CertificateRefusal(story, knowledge)?.finding(alert: nil, seen: seen, mayLackRoot: false)
        return explained
            ?? Finding(
                "client-closed-during-handshake", .failed, at: .tls, .deviceCapability, or: [.deviceConfig], .likely,
                seen)
    }

    /// Microsoft's servers, among others, close instead of sending an alert.
    private func serverClosed(_ close: Origin, _ tls: TLSFacts, _ story: Story) -> Finding {
        let seen = Evidence("the server closed during the handshake, without an alert", [close.frame])
        if let old = tls.oldOffer {
            return Finding(
                "tls-version-too-old", .failed, at: .tls, .deviceCapability, or: [.deviceConfig, .serverFault], .likely,
                [old, seen])
        }
        return Finding(
            "server-closed-during-handshake", .failed, at: .tls, .unknown,
            or: [.serverFault, .deviceCapability, .serverPolicy]
                + (story.boxAnswersForServer != nil || !story.isOutside ? [.firewall] : []),
            .likely, [seen])
    }

    /// The client closed with its Finished, or right after it: version and cipher had pleased it, the certificate had not.
    static func leftWithoutAWord(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let tls = story.tls, let end = tls.established, story.repliesUnderTLS == 0, !story.spokeUnderTLS,
            let close = story.connection?.firstClose, close.side == .client, close.origin.frame >= end.frame,
            story.dialogue.startedTLS, Double(close.origin.time.nanoseconds &- end.nanoseconds) / 1e9 < 1,
            story.missingOctets == 0
        else { return nil }
        if story.viewpoint == .outsideBesideSpeaker {
            return Finding(
                "client-side-closed-after-tls", .unknown, at: .auth, .unknown, or: [.deviceConfig, .firewall], .likely,
                [Evidence("the client's side completed the handshake and closed without a word", [close.origin.frame])])
        }
        let seen = [
            Evidence(
                "the client closed with the end of the handshake and sent nothing under TLS: it refused what the server showed",
                [end.frame, close.origin.frame])
        ]
        if var explained = CertificateRefusal(story, knowledge)?.finding(alert: nil, seen: seen) {
            // With nothing wrong in the chain, a farewell makes it as likely a look at the certificate and no more.
            let tookLeave = tls.clientCloseNotify != nil || tls.hiddenAlerts.contains { $0.from == .client }
            if tookLeave, story.certificates?.problems.isEmpty ?? false { explained.confidence = .possible }
            return explained
        }
        guard story.certificates == nil else {
            return Finding(
                "client-closed-during-handshake", .failed, at: .tls, .deviceCapability, or: [.deviceConfig], .likely,
                seen)
        }
        // Version, cipher and key had pleased it. Of what is left, an authority that it does not know is the most usual.
        var finding = Finding(
            "certificate-untrusted", .failed, at: .tls, .deviceCapability,
            or: [.deviceConfig] + (story.isFarProvider(knowledge) ? [] : [.serverFault, .firewall]), .possible, seen)
        finding.cannotShow = [story.hiddenCertificate]
        return finding
    }

    // MARK: - A box speaks for the server

    /// A box beside the client speaks for the server, finished its hello faster than the server ever answered, and the
    /// client refused what it showed.
    private func intercepted(
        _ refused: TLSMoment, _ alert: String?, _ tls: TLSFacts, _ story: Story, isAboutTrust: Bool
    ) -> Finding? {
        guard let box = story.boxAnswersForServer, isAboutTrust, let client = tls.clientHello?.moment,
            let server = tls.serverHello?.moment, let usual = fastestReply(story)
        else { return nil }
        let took = Double(server.nanoseconds &- client.nanoseconds) / 1e9
        guard took < usual / 2 else { return nil }
        let said =
            alert.map { "the client refused the certificate: alert \($0)" }
            ?? "the client ended the handshake with an alert that encryption hides"
        return Finding(
            "tls-interception", .failed, at: .tls, .firewall, .likely,
            [
                Evidence(said, [refused.frame]),
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
}
