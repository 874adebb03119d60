import SMTP
import Sessions
import Streams
import TLS

/// What the box did besides, and that did not decide.
enum PairSideFindings {
    static func of(_ story: PairStory, besides finding: Finding) -> [SideFinding] {
        var found: [SideFinding] = []
        func note(_ cause: String, _ text: String, _ frames: [Int?]) {
            guard finding.cause != cause else { return }
            found.append(SideFinding(cause: cause, text: text, frames: frames.compactMap(\.self)))
        }
        if RewriteFault.endsTLS(story) {
            note(
                "tls-interception", "TLS ends in the box, which reads what it carries: each leg has its own handshake",
                [story.inside?.tls?.serverHello?.moment.frame, story.outside?.tls?.serverHello?.moment.frame])
        }
        if story.isRedirected, let asked = story.inside?.connection, let taken = story.outside?.connection {
            note(
                "transparent-redirect",
                "the box sends the connection to \(taken.serverAddress) instead of \(asked.serverAddress)",
                [asked.first.frame, taken.first.frame])
        }
        let isDecided = ["esmtp-inspection", "starttls-stripped", "firewall-answers-itself"].contains(finding.cause)
        if !isDecided, let outside = story.outside, let inside = story.inside, outside.offers("STARTTLS"),
            inside.hasEHLOReply, !inside.offers("STARTTLS"), inside.tls == nil, inside.missingOctets == 0
        {
            note(
                "starttls-stripped", "the server offers STARTTLS outside, the device is not told of it",
                story.changes.first { $0.verb == .ehlo }?.frames ?? [])
        } else if !isDecided, let change = story.changes.first {
            let more = story.changes.count - 1
            note(
                "lines-changed",
                "the box changes what is said: \(change.from == .client ? "a command" : "a reply")"
                    + (more > 0 ? ", and \(more) more" : ""), change.frames)
        }
        return found
    }
}
