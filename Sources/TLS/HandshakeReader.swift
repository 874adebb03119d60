import Bytes

/// Puts one direction's handshake messages together: one may span records, and a record may hold several
/// (RFC 8446 §5.1). Only hellos are kept.
///
///     type (1)  length (3)  body
struct HandshakeReader {
    /// A hello's octets beyond this are left out.
    static let keptMessage = 16_384

    private var message: [UInt8] = []
    /// Octets of the message that are still to come; nil while its header is incomplete.
    private var missing: Int?
    /// Octets of the message are missing: later ones have no place in it.
    private var isCut = false
    /// Where the next message begins is not known.
    private var isLost = false

    /// Takes the content of a record of `length` octets, of which the first may be all that was kept.
    mutating func read(_ content: [UInt8], length: Int, _ body: (_ type: UInt8, _ body: RawSpan) -> Void) {
        var at = 0
        while at < content.count, !isLost {
            guard let rest = missing else {
                message.append(content[at])
                at += 1
                if message.count == 4 { begin(body) }
                continue
            }
            let take = min(rest, content.count - at)
            let isHello = message[0] == 1 || message[0] == 2
            let keep = isHello && !isCut ? min(take, Self.keptMessage - message.count) : 0
            if keep > 0 { message.append(contentsOf: content[at..<(at + keep)]) }
            at += take
            missing = rest - take
            finishIfComplete(body)
        }
        skip(length - content.count, body)
    }

    private mutating func begin(_ body: (UInt8, RawSpan) -> Void) {
        missing = Int(message[1]) << 16 | Int(message[2]) << 8 | Int(message[3])
        finishIfComplete(body)
    }

    /// Octets of the record that are not at hand.
    private mutating func skip(_ octets: Int, _ body: (UInt8, RawSpan) -> Void) {
        guard octets > 0, !isLost else { return }
        guard let rest = missing, octets <= rest else {
            isLost = true
            if missing != nil { finish(body) }
            return
        }
        isCut = true
        missing = rest - octets
        finishIfComplete(body)
    }

    private mutating func finishIfComplete(_ body: (UInt8, RawSpan) -> Void) {
        if missing == 0 { finish(body) }
    }

    private mutating func finish(_ body: (UInt8, RawSpan) -> Void) {
        let whole = message
        message = []
        missing = nil
        isCut = false
        body(whole[0], whole.rawSpan.extracting(4..<whole.count))
    }
}
