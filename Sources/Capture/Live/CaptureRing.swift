/// Keeps what is captured in a ring of pcapng files: when the last one is full, the oldest gives way.
///
/// The files are named like dumpcap's, `name_00001_20261121204133.pcapng`, by number and time of their first packet.
/// Files of earlier runs are left alone.
package struct CaptureRing: ~Copyable {
    package struct Options: Equatable, Sendable {
        /// Bytes of all files together.
        package var size = 1_024 << 20
        package var files = 10

        package init() {}

        /// Bytes at which a file is full. One packet more may fit: packets are not cut.
        var fileSize: Int { max(1, size) / max(1, files) }
    }

    /// What every file says of the capture.
    package struct Source: Sendable {
        package var interface: String
        package var linkType: LinkType
        package var snapLength: Int
        package var application: String
        package var filter: String

        package init(interface: String, linkType: LinkType, snapLength: Int, application: String, filter: String) {
            self.interface = interface
            self.linkType = linkType
            self.snapLength = snapLength
            self.application = application
            self.filter = filter
        }
    }

    private let folder: String
    private let stem: String
    private let options: Options
    private let source: Source
    private var writer: PcapngWriter?
    private var number = 0
    private var lastTime = Timestamp(nanoseconds: 0)
    /// Paths of the files that exist, the oldest first.
    package private(set) var files: [String] = []
    /// Why writing ended; the capture itself goes on.
    package private(set) var failure: CaptureError?

    /// `stem` begins the names of the files in `folder`.
    package init(folder: String, stem: String, source: Source, options: Options = Options()) {
        self.folder = folder
        self.stem = stem
        self.source = source
        self.options = options
    }

    /// Writes one frame. `drops` are the kernel's so far: they stand at the end of each file.
    package mutating func write(_ frame: borrowing Frame, _ bytes: RawSpan, drops: Int) {
        guard failure == nil else { return }
        let needed = bytes.byteCount &+ Self.blockOverhead
        if let written = writer?.bytesWritten, written &+ needed > options.fileSize { closeFile(drops: drops) }
        if writer == nil { openFile(at: frame.timestamp) }
        lastTime = frame.timestamp
        writer?.packet(bytes, originalLength: frame.originalLength, at: frame.timestamp, interface: 0)
        if let failed = writer?.failure { failure = failed }
    }

    /// Hands to the system what is written, so that others see it.
    package mutating func flush() { writer?.flush() }

    package mutating func close(drops: Int) { closeFile(drops: drops) }

    /// An enhanced packet block's fields around the octets, and the statistics that will follow.
    private static let blockOverhead = 32 + 64

    private mutating func openFile(at time: Timestamp) {
        number &+= 1
        let path = "\(folder)/\(RingFile.name(stem, number, time))"
        while files.count >= max(1, options.files) { RingFile.remove(files.removeFirst()) }
        do throws(CaptureError) {
            var writer = try PcapngWriter(path: path)
            writer.section(application: source.application)
            writer.interface(
                source.linkType, snapLength: source.snapLength, name: source.interface,
                comments: source.filter.isEmpty ? [] : ["captured with the filter \(source.filter)"])
            self.writer = consume writer
            files.append(path)
        } catch {
            failure = error
        }
    }

    private mutating func closeFile(drops: Int) {
        writer?.statistics(
            interface: 0, at: lastTime, received: nil, dropped: nil, droppedBySystem: UInt64(clamping: drops))
        do throws(CaptureError) {
            try writer?.close()
        } catch {
            failure = failure ?? error
        }
        writer = nil
    }
}
