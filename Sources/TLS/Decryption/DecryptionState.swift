/// What a conversation needs to open records.
struct DecryptionState {
    /// An encrypted record, or a hole, that waits for keys.
    enum Held {
        case record(RecordReader.Record, from: TLSEnd)
        case lost(Int, from: TLSEnd, at: TLSMoment)

        var moment: TLSMoment {
            switch self {
            case .record(let record, from: _): record.first
            case .lost(_, from: _, at: let moment): moment
            }
        }
    }

    enum Phase {
        /// Keys may still come, or the handshake does not yet tell which.
        case waiting
        case open
        /// There are no keys, and none will come.
        case closed
    }

    let keys: TLSKeys
    var phase = Phase.waiting
    var client: DirectionDecryption?
    var server: DirectionDecryption?
    /// Of TLS 1.2 and below: a later ticket leads to it.
    var master: [UInt8]?
    var held: [Held] = []
    var heldOctets = 0
    /// The keys and the messages that were known at the last search.
    var searched: (generation: Int, messages: Int)?
    var clientKeyExchange: [UInt8]?
    /// Handshake messages up to the ClientKeyExchange, kept where a server key may need them.
    var transcript: [UInt8] = []

    /// Octets of a transcript; a chain of certificates fits.
    static let transcriptLimit = 131_072

    init(keys: TLSKeys) { self.keys = keys }

    subscript(end: TLSEnd) -> DirectionDecryption? {
        get { end == .client ? client : server }
        set { if end == .client { client = newValue } else { server = newValue } }
    }

    /// False beyond the limits.
    mutating func hold(_ item: Held, octets: Int) -> Bool {
        guard heldOctets + octets <= TLSKeys.heldOctets, keys.held + octets <= TLSKeys.heldOctetsInAll else {
            return false
        }
        heldOctets += octets
        keys.held += octets
        held.append(item)
        return true
    }

    mutating func takeHeld() -> [Held] {
        defer { held = [] }
        keys.held -= heldOctets
        heldOctets = 0
        return held
    }
}
