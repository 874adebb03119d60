import Capture
import Sessions
import Streams
import TLS

/// An encrypted record, or several that belong together, with the length that its content has.
struct SizedRecord: Sendable {
    var from: TLSEnd
    /// Octets of the plaintext: one length, or those within a block of each other.
    var octets: ClosedRange<Int>
    var first: TLSMoment
    var last: TLSMoment
    /// How many records on the wire.
    var count = 1
}

/// The records of a TLS connection that carry its application data, in order.
struct EncryptedRecords: Sendable {
    var records: [SizedRecord] = []
    /// The records' plaintext lengths are known to the octet.
    var isExact: Bool
    var version: ProtocolVersion

    /// Records beyond this are not looked at: then nothing is said.
    static let maximum = 4_096
    /// A longer run of one side's records is taken as one.
    static let longestRun = 24
    /// What a record may hold whose end did not come (RFC 8446 §5.1: 2^14 at most).
    private static let cutRecord = 512...16_384

    /// nil where the lengths say nothing: an unknown cipher, records missing, a handshake that did not complete.
    /// `isBroken`: the client's last record may lack its end.
    init?(_ session: Session, isBroken: Bool) {
        guard let tls = session.tls, tls.established != nil, let hello = tls.serverHello, let version = tls.version,
            let facts = session.connection, tls.recordsOmitted == 0, facts.client.missing == 0,
            facts.server.missing == 0,
            let lengths = RecordLengths(
                version: version, cipherSuite: hello.cipherSuite,
                encryptThenMAC: hello.encryptThenMAC)
        else { return nil }
        self.version = version
        isExact = lengths.isExact
        var cut: TLSMoment?
        // The last octets of each side must end a record, else records are missing or their borders are lost.
        for (side, end) in [(Side.client, TLSEnd.client), (.server, .server)] {
            guard let last = tls.records.last(where: { $0.from == end }), let data = facts[side].lastNewData else {
                return nil
            }
            guard last.last.frame < data.frame else { continue }
            guard isBroken, side == .client else { return nil }
            cut = TLSMoment(frame: data.frame, nanoseconds: data.time.nanoseconds)
        }
        for record in Self.applicationData(tls, version) {
            guard let octets = lengths.plaintext(record.length, ofRecords: record.count) else { return nil }
            records.append(
                SizedRecord(
                    from: record.from, octets: octets, first: record.first, last: record.last, count: record.count))
        }
        // It was longer than a segment: nothing but a message is.
        if let cut { records.append(SizedRecord(from: .client, octets: Self.cutRecord, first: cut, last: cut)) }
        guard records.count <= Self.maximum else { return nil }
        if !isExact { joinSplitRecords() }
        if version >= .tls13 { takeOffAlerts() }
        joinRuns()
    }

    static func applicationData(_ tls: TLSFacts, _ version: ProtocolVersion) -> ArraySlice<TLSRecordFact> {
        let data = tls.records.filter { $0.type == 23 }
        guard version >= .tls13 else { return data[...] }
        // The client's Finished, of 32 or 48 octets behind a header of 4, ends the handshake: what comes before it, from
        // either side, is no application data.
        let lengths = [53, 69, 45, 61]
        let client = data.firstIndex { $0.from == .client && lengths.contains($0.length) }
        guard let finished = client ?? data.firstIndex(where: { $0.from == .client }) else { return [] }
        return data[(finished + 1)...]
    }

    /// Against BEAST, stacks put an empty record, or one octet, before each record (TLS 1.0, CBC).
    private mutating func joinSplitRecords() {
        for end in TLSEnd.allCases {
            let own = records.indices.filter { records[$0].from == end }
            let pairs = own.filter { index in
                index + 1 < records.count && records[index + 1].from == end && records[index].octets.lowerBound == 0
                    && records[index].last.frame == records[index + 1].first.frame
            }
            guard pairs.count >= 2, pairs.count * 2 >= own.count - 1 else { continue }
            for index in pairs.reversed() {
                let octets = records[index + 1].octets
                records[index + 1].octets = octets.lowerBound...(octets.upperBound + 1)
                records.remove(at: index)
            }
        }
    }

    /// In TLS 1.3 an alert looks like any record; it has 2 octets, and is the last.
    private mutating func takeOffAlerts() {
        for end in TLSEnd.allCases {
            guard let last = records.lastIndex(where: { $0.from == end }), records[last].octets == 2...2 else {
                continue
            }
            records.remove(at: last)
        }
    }

    private mutating func joinRuns() {
        var joined: [SizedRecord] = []
        var start = 0
        while start < records.count {
            let end = records[start...].firstIndex { $0.from != records[start].from } ?? records.count
            let run = records[start..<end]
            if run.count <= Self.longestRun {
                joined += run
            } else if let first = run.first, let last = run.last {
                var whole = first
                whole.last = last.last
                whole.count = run.reduce(0) { $0 + $1.count }
                whole.octets =
                    run.reduce(0) { $0 + $1.octets.lowerBound }...run.reduce(0) { $0 + $1.octets.upperBound }
                joined.append(whole)
            }
            start = end
        }
        records = joined
    }
}
