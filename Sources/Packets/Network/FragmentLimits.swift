/// Caps of the reassembly of IP fragments.
package struct FragmentLimits: Sendable {
    /// Datagrams kept at one time, incomplete ones and those just completed; the oldest make room.
    package var datagrams = 1_024
    /// Octets kept for all datagrams together.
    package var octets = 16 << 20
    /// Fragments of one datagram. An MTU of 576 cuts the largest datagram into 120; thousands are an attack.
    package var fragmentsPerDatagram = 512
    /// Seconds of packet time from a datagram's first fragment until its last one has to be there: twice what RFC 791
    /// §3.2 proposes, and RFC 8200 §4.5.
    package var secondsV4 = 30.0
    package var secondsV6 = 60.0
    /// A completed datagram is remembered so long, to know the copies of its fragments.
    package var copySeconds = 3.0

    package init() {}
}
