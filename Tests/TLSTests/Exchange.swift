import Bytes
import TLS

/// A TLS connection as it is fed: each call is one frame.
struct Exchange {
    private(set) var conversation = TLSConversation()
    private(set) var frame = 0

    var facts: TLSFacts { conversation.facts }

    mutating func send(_ end: TLSEnd, _ octets: [UInt8]) {
        frame += 1
        conversation.receive(octets.rawSpan, from: end, at: TLSMoment(frame: frame, nanoseconds: Int64(frame)))
    }

    /// In pieces of `size` octets.
    mutating func send(_ end: TLSEnd, _ octets: [UInt8], inPiecesOf size: Int) {
        for start in stride(from: 0, to: octets.count, by: size) {
            send(end, Array(octets[start..<min(start + size, octets.count)]))
        }
    }

    mutating func lose(_ end: TLSEnd, _ octets: Int) {
        conversation.gap(octets, from: end, at: TLSMoment(frame: frame, nanoseconds: Int64(frame)))
    }

    /// A whole TLS 1.2 connection with two records of application data.
    static let tls12: [(end: TLSEnd, octets: [UInt8])] = [
        (.client, Octets.record(22, Octets.clientHello(serverName: "mail.example.org"), version: 0x0301)),
        (.server, Octets.record(22, Octets.serverHello() + Octets.message(11, [0, 0, 0]) + Octets.message(14, []))),
        (.client, Octets.record(22, Octets.message(16, [1, 2, 3]))),
        (.client, Octets.changeCipherSpec + Octets.encryptedFinished),
        (.server, Octets.changeCipherSpec + Octets.encryptedFinished),
        (.client, Octets.applicationData(30)),
        (.server, Octets.applicationData(50)),
    ]

    /// With the disguises of RFC 8446 §D.4.
    static let tls13: [(end: TLSEnd, octets: [UInt8])] = [
        (.client, Octets.record(22, Octets.clientHello(supportedVersions: [0x0304, 0x0303]), version: 0x0301)),
        (.server, Octets.record(22, Octets.serverHello(suite: 0x1301, selected: 0x0304))),
        (.server, Octets.changeCipherSpec + Octets.applicationData(900)),
        (.client, Octets.changeCipherSpec),
        (.client, Octets.applicationData(53)),
        (.server, Octets.applicationData(60)),
        (.client, Octets.applicationData(40)),
    ]

    static func of(_ steps: [(end: TLSEnd, octets: [UInt8])], inPiecesOf size: Int = .max) -> Exchange {
        var exchange = Exchange()
        for step in steps { exchange.send(step.end, step.octets, inPiecesOf: min(size, step.octets.count)) }
        return exchange
    }
}
