/// A TCP segment's header (RFC 9293 §3.1).
package struct TCPHeader: Sendable {
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let fin = Flags(rawValue: 0x01)
        package static let syn = Flags(rawValue: 0x02)
        package static let rst = Flags(rawValue: 0x04)
        package static let psh = Flags(rawValue: 0x08)
        package static let ack = Flags(rawValue: 0x10)
    }

    package var sourcePort: UInt16
    package var destinationPort: UInt16
    package var sequence: UInt32
    package var acknowledgement: UInt32
    package var flags: Flags
    /// As sent, before scaling.
    package var window: UInt16
    package var checksum: UInt16
    /// Options' octets in the frame.
    package var options: Range<Int>
    /// The captured octets of the payload in the frame.
    package var payload: Range<Int>
    /// Octets of payload on the wire; larger than `payload.count` where the snap length cut it.
    package var payloadLength: Int
}
