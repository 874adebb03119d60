import Bytes

/// Cuts one direction of TLS into records (RFC 8446 §5.1), whatever segments they came in.
struct RecordReader {
    struct Record {
        var type: UInt8
        var version: UInt16
        /// Octets of its content.
        var length: Int
        /// The content's first octets, at most `keptContent`.
        var content: [UInt8]
        var moment: TLSMoment
        /// A gap fell into it: `content` ends there.
        var isCut = false
    }

    /// Alerts and hellos are short; certificates are not kept here.
    static let keptContent = 4_096
    /// 2^14 + 2048 (RFC 5246 §6.2.3): a longer record is no TLS.
    static let longest = 16_384 + 2_048

    private var header: [UInt8] = []
    private var current: Record?
    private var missing = 0
    /// The octets are no TLS, or a gap made the record borders unknown.
    private(set) var isLost = false
    private(set) var isForeign = false
    /// The first octets were an SSL 2.0 style ClientHello (RFC 5246 appendix E.2); TLS records follow it.
    private(set) var isSSLv2Hello = false
    private var mayBeSSLv2: Bool

    /// Only a client begins with an SSL 2.0 style hello.
    init(of end: TLSEnd) { mayBeSSLv2 = end == .client }

    mutating func read(_ bytes: RawSpan, at moment: TLSMoment, _ body: (Record) -> Void) {
        var at = 0
        while at < bytes.byteCount, !isLost {
            if var record = current {
                let take = min(missing, bytes.byteCount - at)
                let keep = record.isCut ? 0 : min(take, Self.keptContent - record.content.count)
                if keep > 0 { record.content.append(contentsOf: bytes.copied(at..<(at + keep))) }
                at += take
                missing -= take
                current = record
                finishIfComplete(body)
                continue
            }
            header.append(bytes.uint8(at))
            at += 1
            if header.count == 5 { begin(at: moment, body) }
        }
    }

    /// `octets` are missing: inside a record its borders stay known.
    mutating func gap(_ octets: Int, _ body: (Record) -> Void) {
        guard current != nil, octets <= missing else {
            isLost = true
            return
        }
        missing -= octets
        current?.isCut = true
        finishIfComplete(body)
    }

    private mutating func begin(at moment: TLSMoment, _ body: (Record) -> Void) {
        if mayBeSSLv2, header[0] & 0x80 != 0, header[2] == 1 { return beginSSLv2Hello(at: moment, body) }
        mayBeSSLv2 = false
        let length = Int(header[3]) << 8 | Int(header[4])
        guard (20...24).contains(header[0]), header[1] == 3, length <= Self.longest else {
            isLost = true
            isForeign = true
            return
        }
        current = Record(
            type: header[0], version: UInt16(header[1]) << 8 | UInt16(header[2]), length: length, content: [],
            moment: moment)
        missing = length
        header.removeAll(keepingCapacity: true)
        finishIfComplete(body)
    }

    /// 0x80 | length (2), type (1), version (2), … The length counts from the type on; nothing of it is kept.
    private mutating func beginSSLv2Hello(at moment: TLSMoment, _ body: (Record) -> Void) {
        mayBeSSLv2 = false
        isSSLv2Hello = true
        missing = max(0, (Int(header[0] & 0x7f) << 8 | Int(header[1])) - 3)
        let version = UInt16(header[3]) << 8 | UInt16(header[4])
        current = Record(type: 0x80, version: version, length: missing, content: [], moment: moment)
        header.removeAll(keepingCapacity: true)
        finishIfComplete(body)
    }

    private mutating func finishIfComplete(_ body: (Record) -> Void) {
        guard missing == 0, let record = current else { return }
        current = nil
        body(record)
    }
}
