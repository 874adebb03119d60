import Bytes

/// All keys that are at hand, shared by the conversations of one capture.
package final class TLSKeys {
    package private(set) var log = KeyLog()
    /// More keys may come: from a key log that grows, or from a block of the capture. Until then records are held.
    package var mayGrow = false
    /// Octets of records that one connection holds until keys come, and all of them together.
    package static let heldOctets = 16 << 20
    package static let heldOctetsInAll = 96 << 20
    /// Master secrets remembered by session id and by ticket, for resumption.
    private static let resumable = 4_096

    /// Grows with what is known.
    private(set) var generation = 0
    /// Octets that all connections hold at present.
    var held = 0
    private(set) var serverKeys: [OpenSSLPrivateKey] = []
    private var mastersByName: [[UInt8]: [UInt8]] = [:]

    package init() {}

    /// There is something to decrypt with, or there may be.
    var isUseful: Bool { mayGrow || hasAny }

    var hasAny: Bool { !log.isEmpty || !serverKeys.isEmpty }

    /// The next octets of a key log.
    package func read(_ bytes: RawSpan) {
        log.read(bytes)
        generation &+= 1
    }

    /// A key log has ended: its last line may lack a line end.
    package func endLine() {
        log.endLine()
        generation &+= 1
    }

    /// A server's private key in PEM, for RSA key exchange. False where it is none, or not RSA.
    package func addServerKey(pem: [UInt8]) -> Bool {
        guard let key = OpenSSLPrivateKey(pem: pem) else { return false }
        serverKeys.append(key)
        generation &+= 1
        return true
    }

    /// Remembers the master secret of a session that may be resumed by this id or ticket.
    func remember(_ master: [UInt8], by name: [UInt8]) {
        guard !name.isEmpty, mastersByName.count < Self.resumable || mastersByName[name] != nil else { return }
        mastersByName[name] = master
    }

    func master(by name: [UInt8]) -> [UInt8]? { name.isEmpty ? nil : mastersByName[name] }

    func keep(master: [UInt8], of random: [UInt8]) { log.keep(master, .master, of: random) }
}
