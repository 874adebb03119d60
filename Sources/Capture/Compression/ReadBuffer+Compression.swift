import Bytes

extension ReadBuffer {
    /// The first bytes of a capture file, decompressed where they are compressed. `name` is the one to show.
    static func open(
        _ source: any ByteSource, name: String, limits: CaptureLimits
    ) throws(CaptureError) -> (ReadBuffer, Compression) {
        var buffer = ReadBuffer(source, size: limits.readBuffer)
        let compression = buffer.detectCompression()
        let isBehindSkippableFrames = buffer.fileOffset > 0
        if compression != .none {
            do throws(ReadFailure) {
                buffer = try buffer.decompressed(compression, size: limits.readBuffer)
            } catch {
                throw .cannotOpen(name: name, reason: error.reasonOnOpening)
            }
        }
        _ = buffer.fill(PcapHeader.length)
        if let failure = buffer.failure { throw .cannotOpen(name: name, reason: failure.reasonOnOpening) }
        if isBehindSkippableFrames, compression == .none {
            let beginning = "a skippable frame of zstd or lz4, without compressed data behind it"
            throw .notACapture(name: name, beginning: beginning)
        }
        if buffer.count == 0 {
            throw .empty(name: compression == .none ? name : "\(name) (inside \(compression))")
        }
        return (buffer, compression)
    }

    /// The compression of what comes. Skippable frames at the beginning are consumed: they have no data, and only what
    /// stands behind them tells zstd from lz4.
    private mutating func detectCompression() -> Compression {
        // A skippable frame's header: the magic number and the length of what follows, little-endian.
        while fill(8), Compression.isSkippableFrame(span) {
            var left = Int(span.uint32(4, .little))
            consume(8)
            while left > 0, fill(1) {
                let part = min(left, count)
                consume(part)
                left &-= part
            }
        }
        return Compression(magicOf: span)
    }

    /// The same input, decompressed.
    private func decompressed(_ compression: Compression, size: Int) throws(ReadFailure) -> ReadBuffer {
        switch compression {
        case .none: self
        case .gzip: try ReadBuffer(GzipSource(self), size: size)
        case .zstd: try ReadBuffer(ZstdSource(self), size: size)
        case .lz4: try ReadBuffer(LZ4Source(self), size: size)
        }
    }
}

extension ReadFailure {
    /// For an error that says "cannot open" itself.
    fileprivate var reasonOnOpening: String { compression == .none ? reason : description }
}
