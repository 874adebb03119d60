package import Capture
package import Packets

/// A segment that opened a connection: SYN or SYN-ACK.
package struct OpeningSegment: Sendable {
    package var first: Origin
    package var last: Origin
    /// How often it was sent, and the first of those times.
    package var count = 1
    package var times: [Timestamp]
    /// Times that are kept.
    static let keptTimes = 8
    package var sequence: UInt32
    package var options: TCPOptions
    package var window: UInt16
    package var ttl: UInt8
}

/// A reset, with what tells a genuine one from a forged one.
package struct ResetSegment: Sendable {
    package var origin: Origin
    package var ttl: UInt8
    package var identification: UInt32
    package var window: UInt16
    package var acknowledges: Bool
    package var sequence: UInt32
    /// Octets beyond (positive) or before the next expected octet; nil where that is not known.
    package var distance: Int?
    /// It answers a SYN.
    package var answersSYN: Bool
    package var mac: MACAddress?
    /// Seconds since the peer's last new octets, or its SYN, where it acknowledges them: whoever made it had seen them.
    package var reaction: Double?
    package var hasTimestamp = false
    /// How far the identification has moved on since this end's last packet (16 bits); nil where that is not known.
    package var identificationStep: UInt32?
}

/// A segment with data that its receiver has not acknowledged.
package struct OutstandingSegment: Sendable {
    package var offset: Int64
    package var length: Int
    package var first: Origin
    package var last: Origin
    package var sent = 1
}
