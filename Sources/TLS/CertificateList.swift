import Bytes

/// The certificates of a Certificate message, as sent.
struct CertificateList {
    private(set) var certificates: [[UInt8]] = []
    /// Those beyond the limit, and one that is cut off.
    private(set) var omitted = 0

    /// TLS 1.2 and below (RFC 5246 §7.4.2): list length (3), then length (3) and certificate of each.
    /// TLS 1.3 (RFC 8446 §4.4.2): a context (1 + n) before the list, extensions (2 + n) after each certificate.
    init(_ body: RawSpan, isTLS13: Bool, limit: Int) {
        var reader = ByteReader(body)
        do throws(ShortRead) {
            if isTLS13 { try reader.skip(Int(try reader.uint8())) }
            let end = Int(try reader.uint24()) + reader.offset
            while reader.offset < end {
                let certificate = try reader.range(Int(try reader.uint24()))
                if certificates.count < limit {
                    certificates.append(body.copied(certificate))
                } else {
                    omitted += 1
                }
                if isTLS13 { try reader.skip(Int(try reader.uint16())) }
            }
        } catch { omitted += 1 }
    }
}
