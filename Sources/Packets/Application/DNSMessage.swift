import Bytes

/// A DNS message's facts (RFC 1035 §4): its question and the addresses and aliases that it answers with.
package struct DNSMessage: Sendable {
    package struct Answer: Hashable, Sendable {
        package enum Content: Hashable, Sendable {
            case address(IPAddress)
            case alias(String)
            case exchange(String)
        }
        package var name: String
        package var content: Content
    }

    package var identifier: UInt16
    package var isResponse: Bool
    /// RCODE: 0 no error, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED.
    package var responseCode: UInt8
    package var isTruncated: Bool
    /// Lower case, without the final dot.
    package var name: String
    /// QTYPE: 1 A, 5 CNAME, 15 MX, 28 AAAA.
    package var type: UInt16
    package var answers: [Answer] = []
    /// It has answers that are not here: the capture cut it, or the server did (`isTruncated`).
    package var lacksAnswers = false

    /// Nil where the octets are no DNS message with one question.
    package init?(_ bytes: RawSpan, in range: Range<Int>) {
        let message = bytes.extracting(range)
        guard message.byteCount >= 12, message.uint16(4) >= 1 else { return nil }
        let flags = message.uint16(2)
        identifier = message.uint16(0)
        isResponse = flags & 0x8000 != 0
        isTruncated = flags & 0x0200 != 0
        responseCode = UInt8(flags & 0x000f)
        // Standard queries only (opcode 0).
        guard flags >> 11 & 0x0f == 0 else { return nil }
        var at = 12
        guard let question = Self.name(message, &at), at + 4 <= message.byteCount else { return nil }
        name = question
        type = message.uint16(at)
        at += 4
        guard isResponse else { return }
        lacksAnswers = isTruncated
        for _ in 0..<min(Int(message.uint16(6)), Self.maximumAnswers) {
            guard let owner = Self.name(message, &at), at + 10 <= message.byteCount else {
                lacksAnswers = true
                return
            }
            let type = message.uint16(at)
            let length = Int(message.uint16(at + 8))
            at += 10
            guard at + length <= message.byteCount else {
                lacksAnswers = true
                return
            }
            var target = at + (type == 15 ? 2 : 0)
            switch (type, length) {
            case (1, 4): answers.append(Answer(name: owner, content: .address(IPAddress(v4: message.uint32(at)))))
            case (28, 16):
                let address = IPAddress(high: message.uint64(at), low: message.uint64(at + 8))
                answers.append(Answer(name: owner, content: .address(address)))
            case (5, _):
                if let alias = Self.name(message, &target) {
                    answers.append(Answer(name: owner, content: .alias(alias)))
                }
            case (15, 3...):
                if let host = Self.name(message, &target) {
                    answers.append(Answer(name: owner, content: .exchange(host)))
                }
            default: break
            }
            at += length
        }
    }

    package static let maximumAnswers = 32
    /// RFC 1035 §2.3.4: 255 octets; pointers are followed at most this often.
    private static let maximumPointers = 16

    /// A domain name at `at`, which moves past it; nil where it is malformed.
    private static func name(_ message: RawSpan, _ at: inout Int) -> String? {
        var labels: [String] = []
        var position = at
        var end: Int?
        var pointers = 0
        var length = 0
        while position < message.byteCount {
            let octet = Int(message.uint8(position))
            if octet == 0 {
                at = end ?? position + 1
                return labels.joined(separator: ".")
            }
            if octet >= 0xc0 {
                guard position + 1 < message.byteCount, pointers < maximumPointers else { return nil }
                end = end ?? position + 2
                pointers += 1
                position = (octet & 0x3f) << 8 | Int(message.uint8(position + 1))
                continue
            }
            length += octet + 1
            guard octet < 64, length <= 255, position + 1 + octet <= message.byteCount else { return nil }
            let label = message.copied((position + 1)..<(position + 1 + octet))
            labels.append(String(decoding: label.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self))
            position += 1 + octet
        }
        return nil
    }
}
