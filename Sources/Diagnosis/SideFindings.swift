import Knowledge
import SMTP
import Streams
import TLS

/// What else was seen, and did not decide.
enum SideFindings {
    static func of(_ story: Story, besides finding: Finding, _ knowledge: KnowledgeBase) -> [SideFinding] {
        var found = certificates(story, besides: finding, knowledge)
        if story.dialogue.octetsBeforeTLS > 0, let frame = story.tls?.first?.frame {
            found.append(
                SideFinding(
                    cause: "command-injection",
                    text:
                        "\(Phrase.octets(story.dialogue.octetsBeforeTLS)) of plain text stand between STARTTLS and the handshake (RFC 3207 §6)",
                    frames: [frame]))
        }
        if story.dialogue.serverOctetsBeforeTLS > 0, let frame = story.dialogue.startTLSReply {
            found.append(
                SideFinding(
                    cause: "response-injection",
                    text:
                        "\(Phrase.octets(story.dialogue.serverOctetsBeforeTLS)) of plain text follow the server's 220 to STARTTLS, before its handshake",
                    frames: [frame]))
        }
        if let moment = story.dialogue.plainAfterStartTLS {
            found.append(
                SideFinding(
                    cause: "plaintext-after-starttls",
                    text: "the server granted STARTTLS, and the client went on in the clear",
                    frames: [story.dialogue.startTLSReply, moment.frame].compactMap(\.self)))
        }
        if story.dialogue.isAuthenticated, story.tls == nil,
            let login = story.exchanges.first(where: { $0.verb == .auth })?.command
        {
            found.append(
                SideFinding(
                    cause: "credentials-in-clear",
                    text: "the login crossed the network without encryption: whoever captures here can read it",
                    frames: [login.first.frame]))
        }
        if let conflict = story.connection?.client.conflict ?? story.connection?.server.conflict {
            found.append(
                SideFinding(
                    cause: "conflicting-overlap",
                    text: "a retransmission carries other octets than the first copy: something on the path rewrites",
                    frames: [conflict.frame]))
        }
        found += recipients(story, besides: finding)
        if finding.cause != "esmtp-inspection", let mask = InspectionFault.rewritten(story).first {
            found.append(SideFinding(cause: "esmtp-inspection", text: mask.text, frames: mask.frames))
        }
        return found
    }

    /// Recipients that were refused while the message went on for others.
    private static func recipients(_ story: Story, besides finding: Finding) -> [SideFinding] {
        guard finding.stoppedAt != .rcpt else { return [] }
        let refused = (story.refusedRecipients + story.unseenRecipients).filter {
            $0.reply.first.frame != finding.reply?.first.frame
        }
        return refused.prefix(shownRecipients).map { refusal in
            let command = story.exchanges[refusal.exchange].command
            let whom = command.map { Quote.short($0.text) } ?? "a recipient whose RCPT is not in the capture"
            return SideFinding(
                cause: "refused-at-rcpt",
                text: "\(whom) was refused: \(refusal.reply.code) \(Quote.short(refusal.reply))",
                frames: [command?.first.frame, refusal.reply.last.frame].compactMap(\.self))
        }
    }

    /// The rest of a long list of recipients stands in the ladder.
    private static let shownRecipients = 5

    /// What is wrong with the server's certificate, and the client took it.
    private static func certificates(
        _ story: Story, besides finding: Finding, _ knowledge: KnowledgeBase
    ) -> [SideFinding] {
        guard let findings = story.certificates else { return [] }
        let frames = (story.tls?.serverCertificateMoment?.frame).map { [$0] } ?? []
        var found: [SideFinding] = []
        func add(_ cause: String, _ text: String) {
            if cause != finding.cause { found.append(SideFinding(cause: cause, text: text, frames: frames)) }
        }
        if let because = CertificateRefusal(story, knowledge)?.inspection { add("tls-interception", because) }
        if let expired = findings.expired.first {
            add(
                "certificate-expired",
                "the certificate of \(expired.title) ran out on \(CertificateRefusal.day(expired.notAfter)), before this capture"
            )
        }
        if let early = findings.notYetValid.first {
            add(
                "certificate-not-yet-valid",
                "the certificate of \(early.title) is valid from \(CertificateRefusal.day(early.notBefore)) on, after this capture"
            )
        }
        if let weak = findings.chain.first(where: \.hasWeakKey) {
            add("certificate-weak", "the key of \(weak.title) is weak: \(weak.keyType) of \(weak.keyBits) bits")
        }
        if let weak = findings.chain.first(where: \.hasWeakSignature) {
            add("certificate-weak", "the signature of \(weak.title) is weak: \(weak.signatureAlgorithm)")
        }
        return found
    }
}
