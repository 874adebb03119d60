import Bytes

import SMTP

/// A conversation as people write it, to be fed to the parser in any cut.
///
///     S: 220 mail.example.org      a line of the server, CRLF added
///     C: EHLO scan                 a line of the client, CRLF added
///     C~ \x16\x03                  octets of the client without a line end (`S~` likewise)
///     S# 100                       so many octets of the server are missing (`C#` likewise)
///
/// `\n`, `\r`, `\\` and `\xHH` are escapes.
struct Transcript {
    enum Event {
        case octets(Party, [UInt8])
        case gap(Party, Int)
    }

    enum Cut {
        case lines, octets, joined
        case at(Int)
    }

    var events: [Event] = []

    init(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            let trimmed = line.drop { $0 == " " }
            guard trimmed.count >= 2, let who = trimmed.first else { continue }
            let party: Party = who == "C" ? .client : .server
            let kind = trimmed.dropFirst().first
            let rest = trimmed.dropFirst(2).first == " " ? trimmed.dropFirst(3) : trimmed.dropFirst(2)
            switch kind {
            case "#": events.append(.gap(party, Int(rest) ?? 0))
            case "~": events.append(.octets(party, Transcript.unescaped(rest)))
            default: events.append(.octets(party, Transcript.unescaped(rest) + [13, 10]))
            }
        }
    }

    init(events: [Event]) { self.events = events }

    /// Neighbouring octets of one party as one event.
    var joined: Transcript {
        var events: [Event] = []
        for event in self.events {
            if case .octets(let party, let more) = event, case .octets(party, let known)? = events.last {
                events[events.count - 1] = .octets(party, known + more)
            } else {
                events.append(event)
            }
        }
        return Transcript(events: events)
    }

    func cut(_ cut: Cut) -> [Event] {
        switch cut {
        case .lines:
            return events
        case .joined:
            return joined.events
        case .octets:
            return joined.events.flatMap { event -> [Event] in
                guard case .octets(let party, let octets) = event else { return [event] }
                return octets.map { .octets(party, [$0]) }
            }
        case .at(let place):
            var start = 0
            return joined.events.flatMap { event -> [Event] in
                guard case .octets(let party, let octets) = event else { return [event] }
                defer { start += octets.count }
                guard place > start, place < start + octets.count else { return [event] }
                let inside = place - start
                return [.octets(party, Array(octets[..<inside])), .octets(party, Array(octets[inside...]))]
            }
        }
    }

    var count: Int {
        events.reduce(0) { if case .octets(_, let octets) = $1 { $0 + octets.count } else { $0 } }
    }

    private static func unescaped(_ text: Substring) -> [UInt8] {
        var octets: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let octet = rest.popFirst() {
            guard octet == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                octets.append(octet)
                continue
            }
            switch escape {
            case UInt8(ascii: "n"): octets.append(10)
            case UInt8(ascii: "r"): octets.append(13)
            case UInt8(ascii: "x"):
                octets.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            default: octets.append(escape)
            }
        }
        return octets
    }
}

/// A parser and what it did not take.
struct Run {
    var parser: DialogueParser
    var refused: [Party: [UInt8]] = [:]
    /// Every octet of the two streams; those of a gap are zeros, at most `longestGap` of them.
    private(set) var streams: [Party: [UInt8]] = [:]

    private static let longestGap = 1 << 16

    init(_ parser: DialogueParser = Run.parser()) { self.parser = parser }

    static func parser(limits: SMTPLimits = SMTPLimits(), mid: Bool = false) -> DialogueParser {
        DialogueParser(limits: limits, startsMidSession: mid, digest: { ContentRecorder() })
    }

    mutating func feed(_ events: [Transcript.Event]) {
        let moment = Moment(frame: 1, nanoseconds: 0)
        for event in events {
            switch event {
            case .octets(let party, let octets):
                let position = streams[party]?.count ?? 0
                streams[party, default: []] += octets
                let taken = parser.receive(octets.rawSpan, from: party, at: moment, position: position)
                refused[party, default: []] += octets[taken...]
            case .gap(let party, let count):
                streams[party, default: []] += [UInt8](repeating: 0, count: min(count, Run.longestGap))
                parser.gap(from: party, octets: count, at: moment)
            }
        }
    }

    /// TLS octets of a party, in order, wherever the calls were cut.
    func tls(_ party: Party) -> [UInt8] { parser.octetsOfTLS(from: party) + (refused[party] ?? []) }
}

/// Stands for SHA-256: the content itself, so that tests see what was digested.
struct ContentRecorder: MessageDigesting {
    var octets: [UInt8] = []
    mutating func update(_ span: RawSpan) { octets += span.copied() }
    mutating func finish() -> String { String(decoding: octets, as: UTF8.self) }
}

/// Parses a transcript line by line.
func parse(_ text: String, mid: Bool = false, limits: SMTPLimits = SMTPLimits(), cut: Transcript.Cut = .lines)
    -> Dialogue
{
    var run = Run(Run.parser(limits: limits, mid: mid))
    run.feed(Transcript(text).cut(cut))
    run.parser.finish()
    return run.parser.dialogue
}

extension Dialogue {
    /// Each exchange in a few characters: `EHLO scan→250`, `→220`, `QUIT→?` (missing), `QUIT→` (none).
    var summary: [String] {
        exchanges.map { exchange in
            let reply = exchange.reply.map { "\($0.code)" } ?? (exchange.replyIsMissing ? "?" : "")
            return (exchange.command?.text ?? "") + "→" + reply
        }
    }

    var codes: [Int] { replyOrder.compactMap { reply($0)?.code } }
}
