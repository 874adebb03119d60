/// Why octets of a stream are not there.
package enum GapReason: String, Sendable {
    /// The peer acknowledged them: they were delivered, and the capture lacks them.
    case notCaptured
    /// The snap length cut them off.
    case truncated
    /// Nobody acknowledged them and no copy was seen: lost before this point, or never answered.
    case neverSeen
}

/// Who reads a connection's two streams. Octets come in the order in which the two ends saw them: what an end had
/// acknowledged comes before what it then sent.
package protocol StreamConsumer: AnyObject {
    /// The octets are borrowed for the call.
    func receive(_ bytes: RawSpan, from side: Side, at origin: Origin)
    func gap(_ octets: Int, from side: Side, reason: GapReason, at origin: Origin)
    /// The capture began after the first octets of this connection.
    func startsMidStream()
    /// False as soon as the content shows that nobody wants this connection.
    var isWanted: Bool { get }
}
