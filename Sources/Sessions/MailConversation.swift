import Bytes
import Capture
import SMTP
import Streams
import TLS

/// Reads one connection's streams: SMTP until TLS begins, then TLS.
final class MailConversation: StreamConsumer {
    private var parser: DialogueParser
    private var conversation: TLSConversation?
    let isMailPort: Bool
    private let limits: SMTPLimits
    private let keys: TLSKeys?
    /// The parser reads what is inside TLS.
    private var isInsideTLS = false
    private(set) var isWanted = true
    /// Octets of either stream so far, gaps included: the position of the next one.
    private var positions = StreamPositions()
    /// Octets that went to TLS.
    private var encrypted: [Side: OctetRanges] = [:]

    init(isMailPort: Bool, limits: SMTPLimits, keys: TLSKeys? = nil) {
        self.isMailPort = isMailPort
        self.limits = limits
        self.keys = keys
        parser = DialogueParser(limits: limits) { MessageDigest() }
    }

    /// Comes before any octet.
    func startsMidStream() {
        parser = DialogueParser(limits: limits, startsMidSession: true) { MessageDigest() }
    }

    func receive(_ bytes: RawSpan, from side: Side, at origin: Origin) {
        let party = Self.party(side)
        let position = positions[side]
        positions[side] = position &+ bytes.byteCount
        if conversation == nil {
            let consumed = parser.receive(bytes, from: party, at: Self.moment(origin), position: position)
            if parser.isTLS {
                conversation = TLSConversation(keys: keys)
                for early in Side.allCases {
                    let octets = parser.octetsOfTLS(from: Self.party(early))
                    // They are the last ones that were taken of that stream.
                    let end = early == side ? position &+ consumed : positions[early]
                    if !octets.isEmpty {
                        receiveTLS(octets.rawSpan, from: early, at: origin, position: end &- octets.count)
                    }
                }
                if consumed < bytes.byteCount {
                    let rest = bytes.extracting(max(0, consumed)..<bytes.byteCount)
                    receiveTLS(rest, from: side, at: origin, position: position &+ max(0, consumed))
                }
            } else if !isMailPort {
                isWanted = !parser.dialogue.isOtherProtocol
            }
            return
        }
        receiveTLS(bytes, from: side, at: origin, position: position)
    }

    func gap(_ octets: Int, from side: Side, reason: GapReason, at origin: Origin) {
        positions[side] = positions[side] &+ octets
        if conversation != nil {
            conversation?.gap(octets, from: side == .client ? .client : .server, at: Self.tlsMoment(origin))
            readPlainText()
        } else {
            parser.gap(from: Self.party(side), octets: octets, at: Self.moment(origin))
        }
    }

    /// Records are held for keys that may still come.
    var waitsForKeys: Bool { conversation?.waitsForKeys ?? false }

    func finish() -> (dialogue: Dialogue, tls: TLSFacts?) {
        conversation?.useLateKeys()
        readPlainText()
        conversation?.releaseHeld()
        parser.finish()
        return (parser.dialogue, conversation?.facts)
    }

    /// What may be shown of both streams; complete after `finish`. Records of TLS are as private as they were on the wire.
    var disclosure: Disclosure {
        var disclosure = parser.dialogue.disclosure
        guard let facts = conversation?.facts else { return disclosure }
        if !facts.clientIsForeign { disclosure.client = disclosure.client.union(encrypted[.client] ?? OctetRanges()) }
        if !facts.serverIsForeign { disclosure.server = disclosure.server.union(encrypted[.server] ?? OctetRanges()) }
        return disclosure
    }

    /// What was said so far, without lines and replies that are not complete.
    var soFar: (dialogue: Dialogue, tls: TLSFacts?) {
        conversation?.useLateKeys()
        readPlainText()
        return (parser.dialogue, conversation?.facts)
    }

    private func receiveTLS(_ bytes: RawSpan, from side: Side, at origin: Origin, position: Int) {
        let isPlain = side == .server && conversation?.facts.serverHello == nil
        let isReply = isPlain && Self.beginsLikeReply(bytes)
        // Without STARTTLS nothing but words has come from here: a line may come in pieces.
        let isWords =
            isPlain && !parser.dialogue.startedTLS && bytes.byteCount > 0
            && (0x30...0x39).contains(bytes.uint8(0))
        if isReply || isWords {
            // Sent with the 220, for whoever takes them for what comes under TLS.
            guard parser.dialogue.startTLSReply != origin.frame else {
                parser.noteServerOctetsBeforeTLS(bytes.byteCount)
                return
            }
            // A plain server answers a ClientHello, or has greeted before it, with words.
            if parser.dialogue.startedTLS { parser.serverSpeaksPlainly() }
            let consumed = parser.receive(bytes, from: .server, at: Self.moment(origin), position: position)
            if consumed < bytes.byteCount {
                let rest = bytes.extracting(max(0, consumed)..<bytes.byteCount)
                follow(rest, from: side, at: origin, position: position &+ max(0, consumed))
            }
            return
        }
        if isPlainAfterStartTLS(bytes, from: side) {
            conversation = nil
            parser.resumeAfterTLS(at: Self.moment(origin))
            _ = parser.receive(bytes, from: Self.party(side), at: Self.moment(origin), position: position)
            return
        }
        follow(bytes, from: side, at: origin, position: position)
    }

    /// A reply code and what stands behind it. No record begins so; of octets in mid-record less than one in 100,000.
    private static func beginsLikeReply(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= 4 else { return false }
        return (0..<3).allSatisfy { (0x30...0x39).contains(bytes.uint8($0)) }
            && (bytes.uint8(3) == 0x20 || bytes.uint8(3) == 0x2d)
    }

    private func follow(_ bytes: RawSpan, from side: Side, at origin: Origin, position: Int) {
        encrypted[side, default: OctetRanges()].insert(position..<(position &+ bytes.byteCount))
        conversation?.receive(
            bytes, from: side == .client ? .client : .server, at: Self.tlsMoment(origin))
        readPlainText()
    }

    /// Hands what keys opened to the parser, with the moments of its records.
    private func readPlainText() {
        guard conversation?.isReadable ?? false else { return }
        let pieces = conversation?.takePlainText() ?? []
        if !isInsideTLS, let begin = conversation?.facts.established ?? pieces.first?.moment {
            isInsideTLS = true
            parser.resumeAfterTLS(at: Self.moment(begin), isDecrypted: true)
        }
        for piece in pieces {
            switch piece {
            case .octets(let octets, let end, let first, let last):
                let party: Party = end == .client ? .client : .server
                // A record is there with its last octet: so is the line that ends with it.
                let body = first == last ? 0 : octets.count - 1
                let span = octets.rawSpan
                _ = parser.receive(span.extracting(0..<body), from: party, at: Self.moment(first))
                _ = parser.receive(span.extracting(body..<octets.count), from: party, at: Self.moment(last))
            case .gap(let octets, let end, let moment):
                parser.gap(from: end == .client ? .client : .server, octets: octets, at: Self.moment(moment))
            }
        }
    }

    /// STARTTLS was granted, and words follow: TLS was taken off before this point, or never begun.
    private func isPlainAfterStartTLS(_ bytes: RawSpan, from side: Side) -> Bool {
        guard parser.dialogue.startedTLS, conversation?.facts.first == nil, side == .client, bytes.byteCount >= 4 else {
            return false
        }
        return (0x41...0x7a).contains(bytes.uint8(0)) && (0x41...0x7a).contains(bytes.uint8(1))
    }

    /// The position of the next octet of either stream.
    private struct StreamPositions {
        private var client = 0
        private var server = 0

        subscript(side: Side) -> Int {
            get { side == .client ? client : server }
            set { if side == .client { client = newValue } else { server = newValue } }
        }
    }

    private static func party(_ side: Side) -> Party { side == .client ? .client : .server }

    private static func moment(_ moment: TLSMoment) -> Moment {
        Moment(frame: moment.frame, nanoseconds: moment.nanoseconds)
    }

    private static func tlsMoment(_ origin: Origin) -> TLSMoment {
        TLSMoment(frame: origin.frame, nanoseconds: origin.time.nanoseconds)
    }

    private static func moment(_ origin: Origin) -> Moment {
        Moment(frame: origin.frame, nanoseconds: origin.time.nanoseconds)
    }
}

extension Dialogue {
    /// On a port that is no mail port: what was said shows another protocol, such as FTP.
    var isOtherProtocol: Bool {
        if serverIsNotSMTP { return true }
        guard let first = exchanges.lazy.compactMap(\.command).first else { return false }
        if case .other = first.verb { return true }
        return false
    }

    /// What was said shows that this is mail.
    var isMail: Bool {
        if exchanges.contains(where: { [.ehlo, .helo, .lhlo, .mail, .rcpt].contains($0.verb) }) { return true }
        return greeting.flatMap { reply($0) }?.text.uppercased().contains("SMTP") ?? false
    }
}
