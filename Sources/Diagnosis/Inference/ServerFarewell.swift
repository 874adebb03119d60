import Capture
import Knowledge
import Sessions
import Streams
import TLS

/// The server's last record, where it answers nothing: it does not acknowledge what the client said before it, or comes
/// long after its own last word, and the server closes with it. In the clear it is a 421 that says "timeout".
enum ServerFarewell {
    /// Seconds of silence after which a server gives up, and few still answer.
    private static let lateSeconds = 30.0
    /// Seconds within which it closes then.
    private static let closingSeconds = 5.0

    /// The same attempt without that record.
    static func applied(to session: Session) -> Session {
        guard let tls = session.tls, tls.established != nil, !(tls.decryption?.isComplete ?? false),
            let version = tls.version, let facts = session.connection, let close = facts.firstClose,
            close.side == .server,
            let index = last(tls, version), let before = previous(index, tls, version)
        else { return session }
        let record = tls.records[index]
        guard answersNothing(record, facts, session) || before.from == .server && isLate(record, after: before, facts),
            seconds(from: record.last.nanoseconds, to: close.origin.time.nanoseconds) <= closingSeconds
        else { return session }
        var session = session
        session.tls?.records.remove(at: index)
        // What the server said before it.
        let earlier = tls.records[..<index].last { $0.from == .server }?.last
        session.connection?.server.lastNewData = earlier.map {
            Origin(frame: $0.frame, time: Timestamp(nanoseconds: $0.nanoseconds))
        }
        return session
    }

    /// A refusal that came late, and with which the server closed, may be the end of its patience: under TLS both look alike.
    static func weigh(_ verdict: inout Verdict, _ story: Story) {
        guard verdict.outcome == .refused, let late = lateReply(story.session) else { return }
        for party in [Responsible.serverFault] + (story.isOutside ? [] : [.firewall])
        where verdict.responsible != party && !verdict.candidates.contains(party) {
            verdict.candidates.append(party)
        }
        verdict.cleared.removeAll { $0.party == .firewall || $0.party == .server }
        verdict.confidence = .possible
        verdict.evidence.append(
            Evidence(
                "the reply came \(Phrase.seconds(late.seconds)) after the client's word, and the server closed with it: a timeout looks the same",
                late.frames))
    }

    /// The last record is the server's, long after the client's word that it acknowledged, and the server closed with it: a
    /// late reply, or the end of its patience.
    private static func lateReply(_ session: Session) -> (seconds: Double, frames: [Int])? {
        guard let tls = session.tls, let version = tls.version, let facts = session.connection,
            let close = facts.firstClose, close.side == .server,
            let index = last(tls, version), let before = previous(index, tls, version), before.from == .client,
            isLate(tls.records[index], after: before, facts),
            seconds(from: tls.records[index].last.nanoseconds, to: close.origin.time.nanoseconds) <= closingSeconds
        else { return nil }
        let record = tls.records[index].first
        return (seconds(from: before.last.nanoseconds, to: record.nanoseconds), [before.last.frame, record.frame])
    }

    /// The server's last record of application data. In TLS 1.3 an alert looks like any record, of 2 octets.
    private static func last(_ tls: TLSFacts, _ version: ProtocolVersion) -> Int? {
        let lengths = tls.serverHello.flatMap {
            RecordLengths(version: version, cipherSuite: $0.cipherSuite, encryptThenMAC: $0.encryptThenMAC)
        }
        let said = EncryptedRecords.applicationData(tls, version).filter { record in
            version < .tls13 || lengths?.plaintext(record.length) != 2...2
        }
        guard let last = said.last, last.from == .server else { return nil }
        return tls.records.lastIndex { $0.from == .server && $0.type == 23 && $0.first.frame == last.first.frame }
    }

    /// The application data before it; nil where there is none.
    private static func previous(_ index: Int, _ tls: TLSFacts, _ version: ProtocolVersion) -> TLSRecordFact? {
        let first = tls.records[index].first
        return EncryptedRecords.applicationData(tls, version).last { $0.last.frame < first.frame }
    }

    private static func answersNothing(_ record: TLSRecordFact, _ facts: ConnectionFacts, _ session: Session) -> Bool {
        facts.client.outstanding.contains { lost in
            lost.sent > 1 && lost.first.frame < record.first.frame
                && session.captureEnd.seconds(since: lost.first.time) >= Story.shortestSilence
        }
    }

    private static func isLate(_ record: TLSRecordFact, after before: TLSRecordFact, _ facts: ConnectionFacts) -> Bool {
        let said = before.last.nanoseconds
        let spoken = max(said, facts.client.lastNewData?.time.nanoseconds ?? said)
        return seconds(from: spoken, to: record.first.nanoseconds) >= lateSeconds
    }

    private static func seconds(from: Int64, to: Int64) -> Double { Double(to &- from) / 1e9 }
}
