/// One step of a transcript's script. See `TranscriptCapture` for the script's language.
enum TranscriptStep: Equatable {
    enum Side: String { case client, server }

    case syn, synAck
    /// The capture begins after the handshake.
    case midstream
    case write(Side, [UInt8])
    case ack(Side)
    case fin(Side)
    case rst(Side)
    case retransmit(Side)
    case window(Side, UInt16)
    case wait(nanoseconds: Int64)
    /// Whether data and FIN are acknowledged by themselves from here on.
    case acknowledging(Bool)

    /// The steps of a script, `connect` first where the script does not say how the connection begins.
    static func steps(of script: String) throws(TranscriptError) -> [TranscriptStep] {
        var steps: [TranscriptStep] = []
        var previousSide: Side?
        for (index, whole) in script.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = whole.drop { $0 == " " || $0 == "\t" }
            if line.isEmpty || line.hasPrefix("#") {
                previousSide = nil
                continue
            }
            guard let parsed = parse(line) else { throw TranscriptError(line: index + 1, text: String(line)) }
            if case .write(let side, let bytes)? = parsed.first {
                if side == previousSide, case .write(_, let earlier)? = steps.last {
                    steps[steps.count - 1] = .write(side, earlier + bytes)
                } else {
                    steps += parsed
                }
                previousSide = side
            } else {
                steps += parsed
                previousSide = nil
            }
        }
        let saysHowItBegins = steps.contains(.syn) || steps.contains(.midstream)
        return saysHowItBegins ? steps : [.syn, .synAck, .ack(.client)] + steps
    }

    private static func parse(_ line: Substring) -> [TranscriptStep]? {
        let rest = line.dropFirst(2).drop { $0 == " " }
        switch line.prefix(2) {
        case "C:": return [.write(.client, unescaped(rest) + [13, 10])]
        case "S:": return [.write(.server, unescaped(rest) + [13, 10])]
        case "C|": return [.write(.client, unescaped(rest))]
        case "S|": return [.write(.server, unescaped(rest))]
        default: break
        }
        let words = line.split(separator: " ").map(String.init)
        let side = words.last.flatMap(Side.init(rawValue:))
        switch (words.first ?? "", side) {
        case ("connect", nil): return [.syn, .synAck, .ack(.client)]
        case ("midstream", nil): return [.midstream]
        case ("syn", nil): return [.syn]
        case ("syn-ack", nil): return [.synAck]
        case ("acks", nil) where words.last == "on": return [.acknowledging(true)]
        case ("acks", nil) where words.last == "off": return [.acknowledging(false)]
        case ("wait", nil): return words.dropFirst().first.flatMap(duration).map { [.wait(nanoseconds: $0)] }
        case ("ack", let side?): return [.ack(side)]
        case ("fin", let side?): return [.fin(side)]
        case ("rst", let side?): return [.rst(side)]
        case ("close", let side?): return [.fin(side), .fin(side == .client ? .server : .client)]
        case ("retransmit", let side?): return [.retransmit(side)]
        case ("window", let side?): return words.dropFirst().first.flatMap { UInt16($0) }.map { [.window(side, $0)] }
        case ("body", let side?):
            return words.dropFirst().first.flatMap { Int($0) }.map { [.write(side, messageLines($0))] }
        default: return nil
        }
    }

    /// `250ms`, `2s`, `40us`.
    private static func duration(_ text: String) -> Int64? {
        for (unit, nanoseconds) in [("us", 1000.0), ("ms", 1e6), ("s", 1e9)] where text.hasSuffix(unit) {
            return Double(text.dropLast(unit.count)).map { Int64($0 * nanoseconds) }
        }
        return nil
    }

    /// Exactly `count` octets of a message's lines, each of at most 78 with its CRLF.
    private static func messageLines(_ count: Int) -> [UInt8] {
        var lines: [UInt8] = []
        while lines.count < count {
            let length = min(78, count - lines.count)
            lines += [UInt8](repeating: UInt8(ascii: "x"), count: max(0, length - 2)) + [13, 10].suffix(length)
        }
        return lines
    }

    /// `\r`, `\n`, `\0`, `\\` and `\xHH`.
    private static func unescaped(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8[...]
        while let octet = rest.popFirst() {
            guard octet == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                bytes.append(octet)
                continue
            }
            switch escape {
            case UInt8(ascii: "r"): bytes.append(13)
            case UInt8(ascii: "n"): bytes.append(10)
            case UInt8(ascii: "0"): bytes.append(0)
            case UInt8(ascii: "x"):
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? escape)
                rest = rest.dropFirst(2)
            default: bytes.append(escape)
            }
        }
        return bytes
    }
}

/// A line of a script that says nothing known.
package struct TranscriptError: Error, Equatable, CustomStringConvertible {
    /// From 1.
    package let line: Int
    package let text: String

    package var description: String { "line \(line) of the transcript is not understood: \(text)" }
}
