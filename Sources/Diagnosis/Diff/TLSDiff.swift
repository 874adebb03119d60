import Sessions
import TLS

/// What TLS has otherwise: whether it began, what was offered, what was chosen, how it ended.
enum TLSDiff {
    static func differences(_ diff: SessionDiff) -> [SessionDifference] {
        let (mine, other) = (diff.good.session.tls, diff.bad.session.tls)
        guard let mine, let other else { return began(diff, mine, other) }
        var found: [SessionDifference] = []
        func note(
            _ subject: String, _ good: [String], _ a: TLSMoment?, _ bad: [String], _ b: TLSMoment?, _ matters: Bool
        ) {
            found.append(
                SessionDifference(
                    .tls, .tls, subject, good: good, a.map { [$0.frame] } ?? [], bad: bad, b.map { [$0.frame] } ?? [],
                    matters: matters))
        }
        if let hello = mine.clientHello, let offer = other.clientHello {
            if hello.highestVersion != offer.highestVersion {
                note(
                    "highest version that the client offers", ["\(hello.highestVersion)"], hello.moment,
                    ["\(offer.highestVersion)"], offer.moment, true)
            }
            let (suites, others) = (Set(hello.cipherSuites.filter(isReal)), Set(offer.cipherSuites.filter(isReal)))
            if suites != others {
                // Each side's own ones; what both offer is no difference.
                func own(_ mine: Set<UInt16>, _ other: Set<UInt16>) -> [String] {
                    let own = mine.subtracting(other)
                    return own.isEmpty ? ["none besides the \(mine.count) that both offer"] : names(own)
                }
                note(
                    "cipher suites that only this client offers", own(suites, others), hello.moment,
                    own(others, suites), offer.moment, diff.stop <= .auth)
            }
            if hello.serverName != offer.serverName {
                note(
                    "server name (SNI)", [hello.serverName ?? "none"], hello.moment, [offer.serverName ?? "none"],
                    offer.moment, true)
            }
        }
        if let hello = mine.serverHello, let answer = other.serverHello {
            if hello.version != answer.version {
                note("version", ["\(hello.version)"], hello.moment, ["\(answer.version)"], answer.moment, true)
            } else if hello.cipherSuite != answer.cipherSuite {
                note(
                    "cipher suite", names([hello.cipherSuite]), hello.moment, names([answer.cipherSuite]),
                    answer.moment, false)
            }
        }
        let (alert, end) = (mine.alerts.first { $0.isFatal }, other.alerts.first { $0.isFatal })
        if alert?.code != end?.code {
            note(
                "fatal alert", [alert.map { "\($0.name) from the \($0.from.rawValue)" } ?? "none"], alert?.moment,
                [end.map { "\($0.name) from the \($0.from.rawValue)" } ?? "none"], end?.moment, true)
        }
        if (mine.established == nil) != (other.established == nil) {
            note(
                "handshake", [mine.established == nil ? "not completed" : "completed"], mine.established ?? mine.last,
                [other.established == nil ? "not completed" : "completed"], other.established ?? other.last, true)
        }
        return found
    }

    /// One session has TLS, the other has none.
    private static func began(_ diff: SessionDiff, _ mine: TLSFacts?, _ other: TLSFacts?) -> [SessionDifference] {
        guard mine != nil || other != nil, diff.stop >= .starttls else { return [] }
        return [
            SessionDifference(
                .tls, .tls, "TLS", good: [mine == nil ? "not begun" : "begun"],
                (mine?.first).map { [$0.frame] } ?? [], bad: [other == nil ? "not begun" : "begun"],
                (other?.first).map { [$0.frame] } ?? [], matters: true)
        ]
    }

    /// No placeholder (GREASE, RFC 8701), which is chosen anew each time.
    private static func isReal(_ suite: UInt16) -> Bool { suite & 0x0f0f != 0x0a0a }

    private static func names(_ suites: Set<UInt16>) -> [String] {
        suites.sorted().prefix(8).map {
            "0x" + String(repeating: "0", count: max(0, 4 - String($0, radix: 16).count)) + String($0, radix: 16)
        }
            + (suites.count > 8 ? ["and \(suites.count - 8) more"] : [])
    }
}
