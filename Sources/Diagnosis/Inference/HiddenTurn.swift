import Capture
import Sessions
import Streams
import TLS

/// Whose word was the last under TLS, and how long it was.
struct HiddenTurn {
    /// The client spoke last, and it was no QUIT: the server owes a reply.
    let isClients: Bool
    /// Octets of the client's records that nothing of the server followed, as plaintext where that is known.
    let octets: Int
    let records: Int
    /// The client's last record is not whole.
    let isCut: Bool
    /// The frame and the time of the last word.
    let frame: Int
    let last: Timestamp
    /// The server has answered something of the client under TLS.
    let serverHasSpoken: Bool

    /// A line of more octets is a message, or a part of one (RFC 4954 §4 grants 12,288 to a login).
    static let longestLine = 12_288
    /// A message has a header of more octets than this; commands have fewer, most of them.
    static let shortestMessage = 100
    /// Where lengths say nothing, a record of at most so many octets may be QUIT.
    private static let mayBeQuit = 80

    /// nil where nothing was said under TLS, or where that cannot be followed.
    /// `lost`: octets of the client that nobody acknowledged; what the server said later answers nothing of theirs.
    init?(_ tls: TLSFacts, _ facts: ConnectionFacts, lost: OutstandingSegment?) {
        guard tls.established != nil, tls.recordsOmitted == 0, let version = tls.version else { return nil }
        let lengths = tls.serverHello.flatMap {
            RecordLengths(version: version, cipherSuite: $0.cipherSuite, encryptThenMAC: $0.encryptThenMAC)
        }
        var said = Array(EncryptedRecords.applicationData(tls, version))
        if version >= .tls13 {
            // An alert looks like any record, and is the last of its side.
            for end in TLSEnd.allCases {
                guard let last = said.lastIndex(where: { $0.from == end }),
                    lengths?.plaintext(said[last].length) ?? 0...0 == 2...2
                else { continue }
                said.remove(at: last)
            }
        }
        while let lost, let last = said.last, last.from == .server, last.first.frame > lost.first.frame {
            said.removeLast()
        }
        let begun = said.firstIndex { $0.from == .client }
        serverHasSpoken = begun.map { said[$0...].contains { $0.from == .server } } ?? false
        let run = said[(said.lastIndex { $0.from == .server }.map { $0 + 1 } ?? 0)...]
        func endsCut(_ end: TLSEnd, _ facts: DirectionFacts) -> Bool {
            let wholeUntil = tls.records.last { $0.from == end }?.last.frame ?? 0
            return facts.lastNewData.map { $0.frame > wholeUntil } ?? false
        }
        // The server had begun to answer.
        guard !endsCut(.server, facts.server) else { return nil }
        isCut = endsCut(.client, facts.client)
        records = run.reduce(0) { $0 + $1.count }
        octets = run.reduce(0) { sum, record in
            sum + (lengths?.plaintext(record.length, ofRecords: record.count)?.upperBound ?? record.length)
        }
        let isFarewell =
            run.count == 1 && !isCut
            && (run.first.map { record in
                lengths?.plaintext(record.length).map { $0.contains(6) } ?? (record.length <= Self.mayBeQuit)
            } ?? true)
        isClients = (!run.isEmpty && !isFarewell) || (isCut && begun != nil)
        if isCut, let data = facts.client.lastNewData {
            frame = data.frame
            last = data.time
        } else if let end = (run.last ?? said.last)?.last {
            frame = end.frame
            last = Timestamp(nanoseconds: end.nanoseconds)
        } else {
            return nil
        }
    }
}
