/// Where in the capture something was seen: the frame's number and its time in nanoseconds since 1970.
package struct TLSMoment: Hashable, Sendable {
    package var frame: Int
    package var nanoseconds: Int64

    package init(frame: Int, nanoseconds: Int64) {
        self.frame = frame
        self.nanoseconds = nanoseconds
    }
}

/// The two ends of a TLS connection.
package enum TLSEnd: String, Sendable, CaseIterable { case client, server }
