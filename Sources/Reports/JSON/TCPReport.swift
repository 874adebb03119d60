import Diagnosis
import Streams
import Packets

/// The TCP connection, in Wireshark's and Zeek's words.
struct TCPReport: Encodable, Sendable {
    /// A number for each end; an end that shows none is left out.
    struct Ends: Encodable, Sendable {
        var client: Int?
        var server: Int?
    }

    /// The first reset of the connection.
    struct Reset: Encodable, Sendable {
        var from: String
        var ttl: Int
        /// `yes`, `no` or `unknown`: whether somebody else than its sender's address made it.
        var forged: String
        var because: String?
    }

    var connState: String
    var history: String
    var rttSeconds: Double?
    var retransmissions: Ends
    /// Copies that the mirror made.
    var duplicates: Int
    var missingBytes: Ends
    var zeroWindows: Int
    var mss: Ends?
    var ttl: Ends?
    var reset: Reset?

    enum CodingKeys: String, CodingKey {
        case history, retransmissions, duplicates, mss, ttl, reset
        case connState = "conn_state"
        case rttSeconds = "rtt_seconds"
        case missingBytes = "missing_bytes"
        case zeroWindows = "zero_windows"
    }

    init(_ facts: ConnectionFacts, verdict: Verdict) {
        connState = ConnectionState.of(facts)
        history = facts.history
        rttSeconds = facts.handshakeSeconds.flatMap(Seconds.rounded)
        retransmissions = Ends(client: facts.client.retransmissions, server: facts.server.retransmissions)
        duplicates = facts.duplicates
        missingBytes = Ends(client: facts.client.missing, server: facts.server.missing)
        zeroWindows = facts.client.zeroWindows &+ facts.server.zeroWindows
        mss = Self.ends(
            facts.client.opening?.options.maximumSegmentSize.map { Int($0) },
            facts.server.opening?.options.maximumSegmentSize.map { Int($0) })
        ttl = Self.ends(facts.client.ttlFirst.map { Int($0) }, facts.server.ttlFirst.map { Int($0) })
        reset = verdict.reset.map {
            Reset(from: $0.side.rawValue, ttl: Int($0.ttl), forged: $0.forged.rawValue, because: $0.because)
        }
    }

    private static func ends(_ client: Int?, _ server: Int?) -> Ends? {
        client == nil && server == nil ? nil : Ends(client: client, server: server)
    }
}
