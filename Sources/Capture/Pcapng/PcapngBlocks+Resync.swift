import Bytes

extension PcapngBlock {
    /// Whether a block of a registered type and a possible length may begin here.
    static func isHeader(_ span: RawSpan, at offset: Int, _ order: ByteOrder, _ limits: CaptureLimits) -> Bool {
        headerLength(span, at: offset, order, limits) != nil
    }

    fileprivate static func headerLength(
        _ span: RawSpan, at offset: Int, _ order: ByteOrder, _ limits: CaptureLimits
    ) -> Int? {
        guard offset >= 0, span.byteCount &- offset >= overhead else { return nil }
        let type = PcapngBlockType(rawValue: span.uint32(offset, order))
        guard type.isRegistered else { return nil }
        var order = order
        if type == .sectionHeader {
            guard let own = PcapngSectionHeader.byteOrder(span, at: offset) else { return nil }
            order = own
        }
        let total = Int(span.uint32(offset &+ 4, order))
        return total >= type.minimumLength && total <= limits.block && total & 3 == 0 ? total : nil
    }
}

/// Finding the next block behind damage.
extension PcapngBlocks {
    /// Bytes that have to be at hand behind the last candidate to judge it; a larger block is not found.
    static func lookahead(_ limits: CaptureLimits) -> Int { limits.frame &+ 1_024 }

    /// Where in the span, from offset 1 on, a block of a registered type begins whose two lengths agree.
    func nextBlock(_ span: RawSpan, window: Int) -> Int? {
        var candidate = 1
        let end = min(window, span.byteCount &- PcapngBlock.overhead)
        while candidate <= end {
            if let total = PcapngBlock.headerLength(span, at: candidate, order, limits),
                span.byteCount &- candidate >= total,
                case .block = PcapngBlock.find(span, at: candidate, order, limit: limits.block)
            {
                return candidate
            }
            candidate &+= 1
        }
        return nil
    }

    /// Whether the header at the beginning of the span, whose block the file's end cut, can be believed.
    func isPlausible(_ span: RawSpan) -> Bool {
        guard span.byteCount >= PcapngBlock.overhead else { return true }
        guard let total = PcapngBlock.headerLength(span, at: 0, order, limits) else { return false }
        switch PcapngBlockType(rawValue: span.uint32(0, order)) {
        case .enhancedPacket, .packet:
            guard span.byteCount >= 28 else { return true }
            let captured = Int(span.uint32(20, order))
            let rest = total &- 32 &- captured
            guard rest >= 0, rest <= Self.optionsLimit else { return false }
            // Behind the frame come options, unless the length is too large and it is the end of the block.
            let options = 28 &+ ((captured &+ 3) & ~3)
            guard rest >= 4, span.byteCount &- options >= 4 else { return true }
            return PcapngOptions.isRegistered(span.uint16(options, order))
        case .interfaceDescription, .interfaceStatistics, .sectionHeader: return total <= Self.optionsLimit
        default: return true
        }
    }

    /// One comment of the largest size, and the rest.
    private static let optionsLimit = 70_000
}
