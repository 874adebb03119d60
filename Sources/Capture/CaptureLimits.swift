/// What the reading of one capture may use. Every limit that is hit is told in `CaptureSummary.problems`.
package struct CaptureLimits: Sendable {
    /// Bytes asked of the system in one read; the buffer grows beyond it only for one huge record or block. A
    /// compressed file takes two, and its library's window: 32 KiB (gzip), up to 128 MiB (zstd) or 4 MiB (lz4).
    package var readBuffer = 512 << 10
    /// Captured bytes of one frame; what libpcap and Wireshark allow. A pcap record above it is taken for damage.
    package var frame = 262_144
    /// The same for D-Bus, USB and EBHSCR, whose frames may be larger.
    package var largeFrame = 16 << 20
    /// Bytes of one pcapng block. A block above it is taken for damage.
    package var block = 16 << 20
    /// How much of a text is looked through for the first packet of a dump; banners and prompts may stand before it.
    package var textProbe = 256 << 10
    /// Bytes of one line of a text dump. A longer one is skipped.
    package var line = 64 << 10
    /// How far behind a damaged record the next good one is looked for.
    package var resynchronisation = 1 << 20
    /// Interfaces of one section, and of the list of all of them.
    package var interfaces = 4_096
    /// Names, comments and secrets kept, each.
    package var notes = 10_000
    /// Bytes of names, comments and secrets kept, together.
    package var noteBytes = 16 << 20
    /// Problems listed; further ones are counted.
    package var problems = 100
    /// Files of a set that are open at one time; at most `mostOpenFiles`. Further ones wait until one ends.
    package var openFiles = Self.mostOpenFiles
    /// Changes from one file of a set to another that are remembered, to know each frame's file. Two bytes each.
    package var turns = 16 << 20

    static let mostOpenFiles = 64

    package init() {}

    /// The largest captured length that is believed for a link type.
    func frame(of linkType: LinkType) -> Int { linkType.hasLargeFrames ? max(frame, largeFrame) : frame }
}

extension LinkType {
    /// D-Bus, USB (Linux, Linux mapped, USBPcap, Darwin) and EBHSCR.
    fileprivate var hasLargeFrames: Bool {
        switch rawValue {
        case 189, 220, 231, 249, 266, 279: true
        default: false
        }
    }
}
