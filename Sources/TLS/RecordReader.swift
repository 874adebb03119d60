import Bytes

/// Cuts one direction of TLS into records (RFC 8446 §5.1), whatever segments they came in.
struct RecordReader {
    struct Record {
        var type: UInt8
        var version: UInt16
        /// Octets of its content.
        var length: Int
        /// The content's octets as far as they are kept: see `kept`.
        var content: [UInt8]
        /// Where its first octet came, and its last one.
        var first: TLSMoment
        var last: TLSMoment
        /// A gap fell into it: `content` ends there.
        var isCut = false
    }

    /// Octets kept of records that are neither handshake nor wanted application data: alerts are short.
    static let keptContent = 1_024
    /// 2^14 + 2048 (RFC 5246 §6.2.3): a longer record is no TLS.
    static let longest = 16_384 + 2_048
    /// The type that is told for an SSL 2.0 style hello; no record has it.
    static let sslv2Hello: UInt8 = 0x80

    /// Keep application data, for decryption.
    var keepsApplicationData = false
    private var header: [UInt8] = []
    private var headerMoment: TLSMoment?
    private var current: Record?
    private var missing = 0
    private var kept = 0
    /// The octets are no TLS.
    private(set) var isLost = false
    /// A gap made the record borders unknown: a segment that begins like a record shows them again. Stacks send a
    /// record at once, and 5 octets that fit by chance are rarer than one in a million segments.
    private(set) var isSearching = false
    private(set) var isForeign = false
    /// The first octets were an SSL 2.0 style ClientHello (RFC 5246 appendix E.2); TLS records follow it.
    private(set) var isSSLv2Hello = false
    private var mayBeSSLv2: Bool
    private var version: UInt16?
    private var hasBegun = false

    /// Only a client begins with an SSL 2.0 style hello.
    init(of end: TLSEnd) { mayBeSSLv2 = end == .client }

    mutating func read(_ bytes: RawSpan, at moment: TLSMoment, _ body: (Record) -> Void) {
        if isSearching, !beginsLikeRecord(bytes) { return }
        isSearching = false
        var at = 0
        while at < bytes.byteCount, !isLost {
            if let isCut = current?.isCut {
                let take = min(missing, bytes.byteCount - at)
                let keep = isCut ? 0 : min(take, kept - (current?.content.count ?? 0))
                if keep > 0 { current?.content.append(contentsOf: bytes.copied(at..<(at + keep))) }
                at += take
                missing -= take
                finishIfComplete(at: moment, body)
                continue
            }
            if header.isEmpty { headerMoment = moment }
            header.append(bytes.uint8(at))
            at += 1
            if header.count == 5 { begin(at: moment, body) }
        }
    }

    /// `octets` are missing: inside a record its borders stay known.
    mutating func gap(_ octets: Int, at moment: TLSMoment, _ body: (Record) -> Void) {
        guard !isLost else { return }
        guard current != nil, octets <= missing else {
            current?.isCut = true
            missing = 0
            finishIfComplete(at: moment, body)
            header.removeAll(keepingCapacity: true)
            isSearching = true
            return
        }
        missing -= octets
        current?.isCut = true
        finishIfComplete(at: moment, body)
    }

    private func beginsLikeRecord(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= 5, (20...23).contains(bytes.uint8(0)), bytes.uint8(1) == 3 else { return false }
        return (version.map { bytes.uint16(1) == $0 } ?? (bytes.uint8(2) <= 3)) && bytes.uint16(3) > 0
            && Int(bytes.uint16(3)) <= Self.longest
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
        begin(header[0], length, at: moment, body)
    }

    private mutating func begin(_ type: UInt8, _ length: Int, at moment: TLSMoment, _ body: (Record) -> Void) {
        let versionAt = type == Self.sslv2Hello ? 3 : 1
        current = Record(
            type: type, version: UInt16(header[versionAt]) << 8 | UInt16(header[versionAt + 1]), length: length,
            content: [], first: headerMoment ?? moment, last: moment)
        // The first record's version may be lower than that of all others (RFC 8446 §5.1).
        if hasBegun { version = current?.version }
        hasBegun = true
        kept = keptOctets(type)
        missing = length
        header.removeAll(keepingCapacity: true)
        finishIfComplete(at: moment, body)
    }

    private func keptOctets(_ type: UInt8) -> Int {
        switch type {
        case 22, Self.sslv2Hello: Self.longest
        case 23: keepsApplicationData ? Self.longest : 0
        default: Self.keptContent
        }
    }

    /// 0x80 | length (2), type (1), version (2), … The length counts from the type on.
    private mutating func beginSSLv2Hello(at moment: TLSMoment, _ body: (Record) -> Void) {
        mayBeSSLv2 = false
        isSSLv2Hello = true
        begin(Self.sslv2Hello, max(0, (Int(header[0] & 0x7f) << 8 | Int(header[1])) - 3), at: moment, body)
    }

    private mutating func finishIfComplete(at moment: TLSMoment, _ body: (Record) -> Void) {
        guard missing == 0, var record = current else { return }
        current = nil
        record.last = moment
        body(record)
    }
}
