/// A UDP datagram's header (RFC 768).
package struct UDPHeader: Sendable {
    package var sourcePort: UInt16
    package var destinationPort: UInt16
    /// The captured octets of the payload in the frame.
    package var payload: Range<Int>
    package var payloadLength: Int
}
