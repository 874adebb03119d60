import Capture
import SMTP
import Streams

/// What had stopped before a connection was ended: whoever ended it then only followed.
struct Stall: Sendable {
    /// Octets of the client that nobody took; else a reply that the server owed.
    var isUnacknowledged: Bool
    var evidence: Evidence
}

extension Story {
    /// Nobody repeats octets over this time for nothing.
    private static let stallSeconds = 10.0

    /// The stall in which a reset came; nil where things moved, or had hardly stopped.
    func stall(before reset: Origin) -> Stall? {
        if let lost = unanswered(.client), lost.first.frame < reset.frame {
            let seconds = reset.time.seconds(since: lost.first.time)
            guard seconds >= Self.stallSeconds else { return nil }
            return Stall(
                isUnacknowledged: true,
                evidence: Evidence(
                    "before it \(Phrase.octets(lost.length)) of the client had been sent \(Phrase.times(lost.sent)) over \(Phrase.seconds(seconds)) and never acknowledged",
                    [lost.first.frame, lost.last.frame]))
        }
        guard let wait, let minimum = Patience.minimum(for: wait.stage), wait.until.time == reset.time else {
            return nil
        }
        let seconds = reset.time.seconds(since: wait.since.time)
        guard seconds >= minimum.seconds else { return nil }
        return Stall(
            isUnacknowledged: false,
            evidence: Evidence(
                "the server had owed its reply for \(Phrase.seconds(seconds)) (RFC 5321 \(minimum.section) asks a client to wait \(Phrase.seconds(minimum.seconds)))",
                [wait.since.frame, reset.frame]))
    }
}
