/// Writes a pcapng file block by block (draft-ietf-opsawg-pcapng): little-endian, times in nanoseconds.
///
///     var file = try PcapngWriter(path: "evidence.pcapng")
///     file.section(application: "postmortem")
///     let index = file.interface(.ethernet, snapLength: 262_144, name: "eth0")
///     file.packet(bytes, originalLength: 1_514, at: time, interface: index)
///     try file.close()
///
/// Writing is buffered. A write that fails is kept in `failure`, nothing is written after it, and `close` throws it.
/// Not copyable: there is one position in the file.
package struct PcapngWriter: ~Copyable, Sendable {
    package struct Options: Sendable {
        /// Replace an existing file.
        package var overwrites = false
        /// Bytes gathered for one write(2). A block larger than this is written at once.
        package var buffer = 256 << 10

        package init(overwrites: Bool = false) { self.overwrites = overwrites }
    }

    private let sink: FileDescriptorSink
    private let options: Options
    private var output = PcapngOutput()
    private var flushed = 0
    /// Interfaces declared in the current section.
    package private(set) var interfaces = 0
    /// Why the file could not be written on; nil while all is well.
    package private(set) var failure: CaptureError?

    /// Bytes of the file so far, those that wait in the buffer included.
    package var bytesWritten: Int { flushed &+ output.octets.count }

    /// Makes the file, readable by its owner alone; "-" is standard output. Throws where the file exists and
    /// `Options.overwrites` is false.
    package init(path: String, options: Options = Options()) throws(CaptureError) {
        sink = try FileDescriptorSink(path: path, overwrites: options.overwrites)
        self.options = options
    }

    deinit { if failure == nil, !output.octets.isEmpty { _ = sink.write(output.octets) } }

    /// Begins a section: the first block of a file. Interfaces are counted from 0 again. `hardware`, `system` and
    /// `application` are `shb_hardware`, `shb_os` and `shb_userappl`.
    package mutating func section(
        comments: [String] = [], hardware: String? = nil, system: String? = nil, application: String? = nil
    ) {
        interfaces = 0
        block(.sectionHeader) { output in
            output.number(UInt32(0x1a2b_3c4d))
            output.number(UInt16(1))
            output.number(UInt16(0))
            output.number(UInt64.max)  // the section's length is not told
            output.options { output in
                for comment in comments { output.option(PcapngOptions.comment, comment) }
                output.option(2, hardware)
                output.option(3, system)
                output.option(4, application)
            }
        }
    }

    /// Declares an interface and returns its index in the section. `snapLength` 0 says that frames are not cut.
    @discardableResult
    package mutating func interface(
        _ linkType: LinkType, snapLength: Int = 0, name: String? = nil, comments: [String] = []
    ) -> Int {
        block(.interfaceDescription) { output in
            output.number(UInt16(clamping: linkType.rawValue))
            output.number(UInt16(0))
            output.number(UInt32(clamping: snapLength))
            output.options { output in
                for comment in comments { output.option(PcapngOptions.comment, comment) }
                output.option(2, name)
                output.option(9, [9])  // if_tsresol: 10⁻⁹ seconds
            }
        }
        defer { interfaces &+= 1 }
        return interfaces
    }

    /// Writes one frame; the octets are borrowed for the call. Nothing is written for an interface that the section
    /// does not declare: such a file could not be read.
    package mutating func packet(
        _ bytes: RawSpan, originalLength: Int, at time: Timestamp, interface: Int, comments: [String] = []
    ) {
        guard interface >= 0, interface < interfaces else { return }
        output.block(.enhancedPacket) { output in
            output.number(UInt32(clamping: interface))
            output.time(time)
            output.number(UInt32(clamping: bytes.byteCount))
            output.number(UInt32(clamping: max(originalLength, bytes.byteCount)))
            output.append(bytes)
            output.pad()
            guard !comments.isEmpty else { return }
            output.options { output in
                for comment in comments { output.option(PcapngOptions.comment, comment) }
            }
        }
        flushIfFull()
    }

    /// Hands everything to the system, so that a reader of the growing file sees it.
    package mutating func flush() {
        flushed &+= output.octets.count
        if failure == nil { failure = sink.write(output.octets) }
        output.removeAll()
    }

    /// Writes what waits, and throws what went wrong since the file was made. The file is closed with the writer.
    package mutating func close() throws(CaptureError) {
        flush()
        if let failure { throw failure }
    }

    mutating func block(_ type: PcapngBlockType, _ body: (inout PcapngOutput) -> Void) {
        output.block(type, body)
        flushIfFull()
    }

    private mutating func flushIfFull() {
        if output.octets.count >= options.buffer { flush() }
    }
}
