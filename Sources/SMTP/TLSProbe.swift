/// Looks at the first octets of a line: does TLS begin here instead? No SMTP line begins with these octets.
///
///     TLS record:      type (20…23)  03  00…04                  RFC 8446 §5.1
///     SSLv2 hello:     80|length  length  01  03|00  …           RFC 5246 appendix E.2
struct TLSProbe {
    enum Verdict { case tls, other, undecided }

    private(set) var octets: [UInt8] = []

    /// Does a line that begins so have to be probed?
    static func mayBegin(_ octet: UInt8, allowsSSLv2: Bool) -> Bool {
        (0x14...0x17).contains(octet) || (allowsSSLv2 && (0x80...0xBF).contains(octet))
    }

    mutating func take(_ octet: UInt8) -> Verdict {
        octets.append(octet)
        return TLSProbe.verdict(octets)
    }

    /// The last octet did not fit: it belongs to what follows.
    mutating func dropLast() { if !octets.isEmpty { octets.removeLast() } }

    static func verdict(_ octets: [UInt8]) -> Verdict {
        guard let first = octets.first else { return .undecided }
        let pattern: [ClosedRange<UInt8>] =
            first < 0x80 ? [0x14...0x17, 3...3, 0...4] : [0x80...0xBF, 0...255, 1...1, 0...3, 0...4]
        for (octet, range) in zip(octets, pattern) where !range.contains(octet) { return .other }
        return octets.count >= pattern.count ? .tls : .undecided
    }
}
