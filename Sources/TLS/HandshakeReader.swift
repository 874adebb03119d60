import Bytes

/// Puts one direction's handshake messages together: one may span records, and a record may hold several
/// (RFC 8446 §5.1).
///
///     type (1)  length (3)  body
struct HandshakeReader {
    struct Message {
        var type: UInt8
        /// Octets of the body on the wire.
        var length: Int
        /// The body's first octets, as far as they are kept and at hand.
        var body: [UInt8]
        var first: TLSMoment
        var last: TLSMoment

        /// Octets are missing, or beyond what is kept.
        var isCut: Bool { body.count < length }
    }

    private let limits: TLSLimits
    private var header: [UInt8] = []
    private var current: Message?
    /// Octets of the current message that are still to come.
    private var missing = 0
    /// Octets of the message are missing: later ones have no place in it.
    private var isCut = false
    private var first: TLSMoment?
    /// Where the next message begins is not known.
    private(set) var isLost = false

    init(limits: TLSLimits) { self.limits = limits }

    /// Takes the content of a record of `length` octets, of which the first may be all that was kept.
    mutating func read(
        _ content: [UInt8], length: Int, from first: TLSMoment, to last: TLSMoment, _ body: (Message) -> Void
    ) {
        var at = 0
        while at < content.count, !isLost {
            guard current != nil else {
                if header.isEmpty { self.first = first }
                header.append(content[at])
                at += 1
                if header.count == 4 { begin(at: last, body) }
                continue
            }
            let take = min(missing, content.count - at)
            keep(content[at..<(at + take)])
            at += take
            missing -= take
            finishIfComplete(at: last, body)
        }
        skip(length - content.count, at: last, body)
    }

    /// Records may be missing: where the next message begins is not known any more.
    mutating func lose() { isLost = true }

    private mutating func begin(at moment: TLSMoment, _ body: (Message) -> Void) {
        missing = Int(header[1]) << 16 | Int(header[2]) << 8 | Int(header[3])
        current = Message(type: header[0], length: missing, body: [], first: first ?? moment, last: moment)
        header.removeAll(keepingCapacity: true)
        isCut = false
        finishIfComplete(at: moment, body)
    }

    private mutating func keep(_ octets: ArraySlice<UInt8>) {
        guard !isCut, let message = current else { return }
        let limit = message.type == HandshakeType.certificate ? limits.certificateMessage : limits.message
        let room = limit - message.body.count
        if room > 0 { current?.body.append(contentsOf: octets.prefix(room)) }
    }

    /// Octets of the record that are not at hand.
    private mutating func skip(_ octets: Int, at moment: TLSMoment, _ body: (Message) -> Void) {
        guard octets > 0, !isLost else { return }
        guard current != nil, octets <= missing else {
            isLost = true
            if current != nil { finish(at: moment, body) }
            return
        }
        isCut = true
        missing -= octets
        finishIfComplete(at: moment, body)
    }

    private mutating func finishIfComplete(at moment: TLSMoment, _ body: (Message) -> Void) {
        if missing == 0 { finish(at: moment, body) }
    }

    private mutating func finish(at moment: TLSMoment, _ body: (Message) -> Void) {
        guard var message = current else { return }
        current = nil
        message.last = moment
        body(message)
    }
}

/// HandshakeType of the IANA registry, as far as they matter here.
enum HandshakeType {
    static let clientHello: UInt8 = 1
    static let serverHello: UInt8 = 2
    static let newSessionTicket: UInt8 = 4
    static let encryptedExtensions: UInt8 = 8
    static let certificate: UInt8 = 11
    static let serverKeyExchange: UInt8 = 12
    static let certificateRequest: UInt8 = 13
    static let clientKeyExchange: UInt8 = 16
    static let finished: UInt8 = 20
    static let certificateStatus: UInt8 = 22
    static let keyUpdate: UInt8 = 24
}
