import Bytes
import Capture
import Diagnosis
import SMTP
import Sessions
import Streams
import TLS
import TestSupport

/// The captures of `Captures/tls`: the same mail in every session, under many ciphers.
struct KeyedCapture {
    let capture: RecordedCapture
    let name: String

    static let names = ["tls12", "tls10-11", "tls13", "resumed"]

    init(_ name: String) throws {
        self.name = name
        capture = try RecordedCapture("tls/\(name).pcap")
    }

    static func bytes(_ name: String) throws -> [UInt8] { try Repository.bytes(of: Repository.capture("tls/\(name)")) }

    func keyLog() throws -> [UInt8] { try Self.bytes(name + ".keys") }

    func keys() throws -> TLSKeys { Self.keys(try keyLog()) }

    static func keys(_ log: [UInt8]) -> TLSKeys {
        let keys = TLSKeys()
        keys.read(log.rawSpan)
        keys.endLine()
        return keys
    }

    /// What is said under TLS in the session of a case; of the message its size.
    static func script(_ name: String) -> [String] {
        let size = message(name).utf8.count
        return [
            "C EHLO \(name).example", "S 250 lab.example|SIZE 1000000|AUTH PLAIN LOGIN",
            "C AUTH PLAIN ‹masked, 24 bytes›", "S 235 2.7.0 Authentication successful",
            "C MAIL FROM:<scan@\(name).example>", "S 250 2.1.0 Sender ok", "C RCPT TO:<box@lab.example>",
            "S 250 2.1.5 Recipient ok", "C DATA", "S 354 Go ahead", "M \(size)", "C .", "S 250 2.0.0 Queued as \(name)",
            "C QUIT", "S 221 2.0.0 Bye",
        ]
    }

    private static func message(_ name: String) -> String {
        let head = "From: scan@\(name).example\r\nTo: box@lab.example\r\nSubject: scan\r\n\r\n"
        return head + (0..<60).map { "line \($0) of the scan\r\n" }.joined()
    }

    /// What was read under TLS, in order, as in `script`.
    static func read(_ dialogue: Dialogue) -> [String] {
        guard let start = dialogue.encryptedFrom else { return [] }
        return dialogue.entries[start...].compactMap { entry in
            switch entry {
            case .command(let index): dialogue.exchanges[index].command.map { "C \($0.text)" }
            case .reply(let index):
                dialogue.reply(index).map { "S \($0.code) \($0.lines.joined(separator: "|"))" }
            case .message(let index): dialogue.transactions[index].message.map { "M \($0.size)" }
            case .gap(let party, _, _): "gap \(party)"
            case .tlsStarts: "TLS"
            case .fragment(let party, _, _): "fragment \(party)"
            case .binary(let party, _, _): "binary \(party)"
            }
        }
    }

    /// The session's case, as its EHLO in the clear, or under TLS, names it.
    static func name(_ session: Session) -> String {
        let name = session.dialogue.exchanges.lazy.compactMap(\.command).first { $0.verb == .ehlo }?.argument ?? "?"
        return name.hasSuffix(".example") ? String(name.dropLast(8)) : name
    }
}

/// Keeps what keys open of one connection, each direction on its own.
final class PlainTextRecorder: StreamConsumer {
    private let keys: TLSKeys
    private var parser = DialogueParser()
    private var conversation: TLSConversation?
    private(set) var client: [UInt8] = []
    private(set) var server: [UInt8] = []

    init(keys: TLSKeys) { self.keys = keys }

    var isWanted: Bool { true }

    func startsMidStream() {}

    func receive(_ bytes: RawSpan, from side: Side, at origin: Origin) {
        var rest = bytes
        if conversation == nil {
            let moment = Moment(frame: origin.frame, nanoseconds: origin.time.nanoseconds)
            let taken = parser.receive(bytes, from: side == .client ? .client : .server, at: moment)
            guard parser.isTLS else { return }
            conversation = TLSConversation(keys: keys)
            rest = bytes.extracting(taken..<bytes.byteCount)
        }
        let moment = TLSMoment(frame: origin.frame, nanoseconds: origin.time.nanoseconds)
        conversation?.receive(rest, from: side == .client ? .client : .server, at: moment)
        take()
    }

    func gap(_ octets: Int, from side: Side, reason: GapReason, at origin: Origin) {}

    private func take() {
        for piece in conversation?.takePlainText() ?? [] {
            guard case .octets(let octets, let end, _, _) = piece else { continue }
            if end == .client { client += octets } else { server += octets }
        }
    }
}
