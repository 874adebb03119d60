/// What was read of one file, for the head of a report.
package struct CaptureSummary: Sendable {
    /// The raw values are the report's words.
    package enum Format: String, Sendable {
        case pcap, pcapng
        /// Solaris's snoop (RFC 1761).
        case snoop
        /// Endace's Extensible Record Format.
        case erf
        /// Packets in hexadecimal, as tcpdump, firewalls and Wireshark print them.
        case text
        /// No file: an interface, while it was watched.
        case live
    }

    package var path: String
    package var format: Format
    package var compression = Compression.none
    /// Every link type that an interface of the file declares, in order of appearance.
    package var linkTypes: [LinkType] = []
    package var packets = 0
    /// Bytes of all frames on the wire (`originalLength`).
    package var bytes = 0
    /// The earliest time of a frame, wherever in the file it stands; nil where no frame has a time of its own.
    package var firstPacketAt: Timestamp?
    /// The latest time of a frame.
    package var lastPacketAt: Timestamp?
    /// From when and until when the capture itself says that it was taken (pcapng interface statistics); nil where it
    /// says nothing.
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    /// Frames whose captured length is below their length on the wire.
    package var truncatedPackets = 0
    /// The smallest snap length that cut a frame: what was kept of the shortest such frame.
    package var snapLength: Int?
    /// Drops that the capture itself admits (pcapng interface statistics and packet options, or the
    /// kernel of this machine); nil where it says nothing.
    package var droppedPackets: Int?
    /// Frames with a time earlier than their predecessor's on the same interface, by more than a millisecond.
    package var clockSteps = 0
    /// Frames that stand behind a later one although the times after them go on from there: written out of order, where
    /// a step of the clock would last.
    package var outOfOrder = 0
    package var problems: [CaptureProblem] = []
    /// What a reader should know of the file and is no problem: "the dump has no date".
    package var notes: [String] = []
    /// Problems beyond `CaptureLimits.problems`, counted only.
    package var problemsOmitted = 0
    /// The file ended in the middle of a record, or a part could not be read: exit status 1.
    package var isPartial = false

    package init(path: String, format: Format) {
        self.path = path
        self.format = format
    }
}
