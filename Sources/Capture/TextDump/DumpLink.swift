import Bytes

/// What the bytes of a dump begin with. Dumps do not say: `tcpdump -x` and an ASA print from the IP header on,
/// `tcpdump -xx` and a FortiGate with the link header.
enum DumpLink: Equatable, CaseIterable {
    case ethernet, raw, linuxCooked, linuxCooked2, null
    /// An ARP packet without a link header.
    case arp

    var linkType: LinkType {
        switch self {
        case .ethernet, .arp: .ethernet
        case .raw: .raw
        case .linuxCooked: .linuxCooked
        case .linuxCooked2: .linuxCooked2
        case .null: .null
        }
    }

    /// How a link fits the bytes.
    struct Fit: Equatable {
        var link: DumpLink
        /// 1: headers that may be; 2: headers that agree with the bytes in length or checksum.
        var score: Int
        /// Bytes on the wire, by the IP header; nil without one.
        var length: Int?
    }

    /// The best link; of equal ones the one that was found before. nil where none makes sense.
    static func recognise(_ span: RawSpan, before: DumpLink?) -> Fit? {
        var best: Fit?
        for link in allCases {
            guard let fit = link.fit(span) else { continue }
            if let known = best, fit.score < known.score || (fit.score == known.score && link != before) { continue }
            best = fit
        }
        return best
    }

    private func fit(_ span: RawSpan) -> Fit? {
        switch self {
        case .ethernet: Self.ethernet(span)
        case .raw: ip(span, at: 0)
        case .linuxCooked:
            span.byteCount >= 16 && span.uint16(0) <= 4 ? payload(span, type: span.uint16(14), at: 16) : nil
        case .linuxCooked2:
            span.byteCount >= 20 && span.uint16(2) == 0 ? payload(span, type: span.uint16(0), at: 20) : nil
        case .null:
            span.byteCount >= 4 && span.uint32(0) & 0xc0ff_ffff == 0 ? ip(span, at: 4) : nil
        case .arp: Self.isARP(span, at: 0) ? Fit(link: self, score: 2, length: nil) : nil
        }
    }

    /// Through VLAN tags.
    private static func ethernet(_ span: RawSpan) -> Fit? {
        var offset = 12
        while span.byteCount &- offset >= 6, [0x8100, 0x88a8, 0x9100].contains(span.uint16(offset)), offset < 28 {
            offset &+= 4
        }
        guard span.byteCount &- offset >= 2 else { return nil }
        return Self.ethernet.payload(span, type: span.uint16(offset), at: offset &+ 2)
    }

    private func payload(_ span: RawSpan, type: UInt16, at offset: Int) -> Fit? {
        switch type {
        case 0x0800, 0x86dd:
            guard let fit = ip(span, at: offset), (span.uint8(offset) >> 4 == 4) == (type == 0x0800) else { return nil }
            return fit
        case 0x0806: return Self.isARP(span, at: offset) ? Fit(link: self, score: 2, length: nil) : nil
        // MPLS, PPPoE, LLDP, 802.1X.
        case 0x8847, 0x8848, 0x8863, 0x8864, 0x88cc, 0x888e: return Fit(link: self, score: 1, length: nil)
        default: return nil
        }
    }

    private static func isARP(_ span: RawSpan, at offset: Int) -> Bool {
        span.byteCount &- offset >= 28 && span.uint64(offset) >> 16 == 0x0001_0800_0604
    }

    /// An IPv4 header (RFC 791) or IPv6 header (RFC 8200) at an offset.
    private func ip(_ span: RawSpan, at offset: Int) -> Fit? {
        let available = span.byteCount &- offset
        guard available >= 20 else { return nil }
        let first = span.uint8(offset)
        if first >> 4 == 6, available >= 40 {
            let length = 40 &+ Int(span.uint16(offset &+ 4))
            return Fit(link: self, score: available == length ? 2 : 1, length: offset &+ length)
        }
        let header = Int(first & 0x0f) &* 4
        guard first >> 4 == 4, header >= 20, available >= header else { return nil }
        let total = Int(span.uint16(offset &+ 2))
        // 0 is left for the network card to fill in.
        guard total >= header || total == 0 else { return nil }
        var sum = 0
        for word in stride(from: offset, to: offset &+ header, by: 2) { sum &+= Int(span.uint16(word)) }
        while sum > 0xffff { sum = sum & 0xffff &+ sum >> 16 }
        return Fit(link: self, score: sum == 0xffff || total == available ? 2 : 1, length: offset &+ total)
    }
}
