/// Opens the encrypted records of one direction, one after the other, and believes none that is not authentic.
///
/// A record's number is part of what is authenticated. Where records before it may be missing, the next numbers are
/// tried, up to `lostRecords`.
struct RecordDecryptor {
    /// What was inside a record.
    struct Opened {
        /// The content type: of TLS 1.3 the inner one.
        var type: UInt8
        var content: [UInt8]
        /// Records that are missing before it.
        var lost = 0
    }

    enum Protection {
        /// TLS 1.3 (RFC 8446 §5.2).
        case inner(OpenSSLCipher, vector: [UInt8])
        /// GCM and CCM of TLS 1.2: a part of the nonce stands in the record (RFC 5288, 6655).
        case explicitNonce(OpenSSLCipher, salt: [UInt8])
        /// ChaCha20-Poly1305 of TLS 1.2 (RFC 7905).
        case implicitNonce(OpenSSLCipher, vector: [UInt8])
        case cbc(BlockProtection)
    }

    /// How many numbers are tried beyond the expected one.
    static let lostRecords = 128

    private var protection: Protection
    private var number: UInt64 = 0
    /// The part of the last nonce that stood in its record, and that record's number.
    private var lastNonce: (value: UInt64, number: UInt64)?
    private var mayHaveLost = false

    init(_ protection: Protection) { self.protection = protection }

    /// Records of this direction are missing, nobody knows how many.
    mutating func noteLost() {
        mayHaveLost = true
        if case .cbc(var block) = protection {
            block.loseVector()
            protection = .cbc(block)
        }
    }

    /// The next record is there, but not whole.
    mutating func skip() {
        number = number &+ 1
        if case .cbc(var block) = protection {
            block.loseVector()
            protection = .cbc(block)
        }
    }

    /// nil where the record is not authentic.
    mutating func open(_ record: RecordReader.Record) -> Opened? {
        let content = record.content
        guard content.count == record.length else { return nil }
        switch protection {
        case .inner(let cipher, let vector):
            return attempt { number in
                let header: [UInt8] = [record.type, 3, 3] + Self.two(record.length)
                let nonce = Self.nonce(vector, number)
                return cipher.open(content[...], nonce: nonce, associated: header).flatMap(Self.unpadded)
            }
        case .explicitNonce(let cipher, let salt): return open(record, cipher, salt)
        case .implicitNonce(let cipher, let vector):
            return attempt { number in
                let associated = Self.associated(record, number, content.count - 16)
                let plain = cipher.open(content[...], nonce: Self.nonce(vector, number), associated: associated)
                return plain.map { Opened(type: record.type, content: $0) }
            }
        case .cbc(var block):
            let blocks = block.decrypt(content)
            protection = .cbc(block)
            guard let blocks else {
                // The record before it is missing, and with it the vector of TLS 1.0.
                mayHaveLost = true
                return nil
            }
            return attempt { number in
                blocks.content(authenticated: { Self.associated(record, number, $0) })
                    .map { Opened(type: record.type, content: $0) }
            }
        }
    }

    private mutating func open(_ record: RecordReader.Record, _ cipher: OpenSSLCipher, _ salt: [UInt8]) -> Opened? {
        let content = record.content
        guard content.count >= 8 else { return nil }
        let explicit = content[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // Every known stack counts the nonce up by one a record: after a gap it tells the number.
        var expected: UInt64?
        if mayHaveLost, let last = lastNonce { expected = last.number &+ (explicit &- last.value) }
        let tag = content.count - 8
        let opened = attempt(first: expected) { number in
            let length = tag - cipher.tagLength
            guard length >= 0 else { return nil }
            let plain = cipher.open(
                content[8...], nonce: salt + content[..<8], associated: Self.associated(record, number, length))
            return plain.map { Opened(type: record.type, content: $0) }
        }
        if opened != nil { lastNonce = (explicit, number &- 1) }
        return opened
    }

    /// Tries the numbers that the record may have, and goes on behind the one that fits.
    private mutating func attempt(first: UInt64? = nil, _ open: (UInt64) -> Opened?) -> Opened? {
        let farthest = mayHaveLost ? UInt64(Self.lostRecords) : 0
        let guesses = (first.map { [$0 &- number] } ?? []) + Array(0...farthest)
        for skipped in guesses where skipped < UInt64(Int32.max) {
            guard var opened = open(number &+ skipped) else { continue }
            opened.lost = Int(skipped)
            number = number &+ skipped &+ 1
            mayHaveLost = false
            return opened
        }
        return nil
    }

    // MARK: - What is authenticated beside the content

    /// The number laid over the vector (RFC 8446 §5.3).
    private static func nonce(_ vector: [UInt8], _ number: UInt64) -> [UInt8] {
        var nonce = vector
        for index in 0..<min(8, nonce.count) {
            nonce[nonce.count - 1 - index] ^= UInt8(truncatingIfNeeded: number >> UInt64(8 * index))
        }
        return nonce
    }

    /// Number, type, version, length (RFC 5246 §6.2.3).
    private static func associated(_ record: RecordReader.Record, _ number: UInt64, _ length: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
            + [record.type] + two(Int(record.version)) + two(max(0, length))
    }

    private static func two(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }

    /// The type is the last octet that is not 0 (RFC 8446 §5.4).
    private static func unpadded(_ plain: [UInt8]) -> Opened? {
        guard let end = plain.lastIndex(where: { $0 != 0 }) else { return nil }
        return Opened(type: plain[end], content: Array(plain[..<end]))
    }
}
