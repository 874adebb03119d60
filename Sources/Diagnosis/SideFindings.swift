import SMTP
import Streams
import TLS

/// What else was seen, and did not decide.
enum SideFindings {
    static func of(_ story: Story, besides finding: Finding) -> [SideFinding] {
        var found: [SideFinding] = []
        if story.dialogue.octetsBeforeTLS > 0, let frame = story.tls?.first?.frame {
            found.append(
                SideFinding(
                    cause: "command-injection",
                    text:
                        "\(Phrase.octets(story.dialogue.octetsBeforeTLS)) of plain text stand between STARTTLS and the handshake (RFC 3207 §6)",
                    frames: [frame]))
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
        if finding.cause != "esmtp-inspection", let mask = InspectionFault.rewritten(story).first {
            found.append(SideFinding(cause: "esmtp-inspection", text: mask.text, frames: mask.frames))
        }
        return found
    }
}
