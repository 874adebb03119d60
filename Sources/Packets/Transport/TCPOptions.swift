import Bytes

/// The options of a segment that we use (RFC 9293 §3.2, RFC 7323, RFC 2018).
package struct TCPOptions: Equatable, Sendable {
    package var maximumSegmentSize: UInt16?
    package var windowScale: UInt8?
    package var sackPermitted = false
    package var timestampValue: UInt32?
    package var timestampEcho: UInt32?

    package init() {}

    /// Reads options until their end, an unknown length or the end of what was captured.
    package init(_ bytes: RawSpan, in range: Range<Int>) {
        var at = range.lowerBound
        let end = min(range.upperBound, bytes.byteCount)
        while at < end {
            let kind = bytes.uint8(at)
            if kind == 0 { return }
            if kind == 1 {
                at += 1
                continue
            }
            guard at + 1 < end else { return }
            let length = Int(bytes.uint8(at + 1))
            guard length >= 2, at + length <= end else { return }
            switch (kind, length) {
            case (2, 4): maximumSegmentSize = bytes.uint16(at + 2)
            case (3, 3): windowScale = bytes.uint8(at + 2)
            case (4, 2): sackPermitted = true
            case (8, 10):
                timestampValue = bytes.uint32(at + 2)
                timestampEcho = bytes.uint32(at + 6)
            default: break
            }
            at += length
        }
    }
}
