import Bytes

/// Octets of the client whose meaning depends on a reply that has not come.
struct HeldOctets {
    /// The command whose reply decides.
    enum Reason: Equatable {
        /// 354 makes them a message, a refusal makes them commands.
        case data(transaction: Int?, exchange: Int?)
        /// 220 makes them TLS or injected commands, a refusal makes them commands.
        case startTLS
        /// A refused BDAT of which nothing came yet: a careful client sends nothing of it any more.
        case chunk(size: Int, isLast: Bool)
    }

    enum Part {
        /// The last is the position of the first octet in the stream; nil where it is not known.
        case octets(Range<Int>, Moment, Int?)
        case gap(Int, Moment)
    }

    /// More parts than this are joined: the moments of some octets become those of earlier ones.
    private static let keptParts = 256

    let reason: Reason
    private(set) var octets: [UInt8] = []
    private(set) var parts: [Part] = []
    private(set) var hasLine = false

    init(reason: Reason) { self.reason = reason }

    mutating func append(_ span: RawSpan, _ range: Range<Int>, _ moment: Moment, position: Int?) {
        guard !range.isEmpty else { return }
        let start = octets.count
        octets += span.copied(range)
        if !hasLine { hasLine = span.firstIndex(of: Ascii.lineFeed, in: range) != nil }
        if case .octets(let part, let known, let first)? = parts.last {
            let follows = first.map { $0 &+ part.count } == position
            if (known == moment && follows) || parts.count >= HeldOctets.keptParts {
                parts[parts.count - 1] = .octets(part.lowerBound..<octets.count, known, follows ? first : nil)
                return
            }
        }
        parts.append(.octets(start..<octets.count, moment, position))
    }

    mutating func gap(_ count: Int, _ moment: Moment) {
        if case .gap(let known, let first)? = parts.last {
            parts[parts.count - 1] = .gap(saturated(known, count), first)
        } else if parts.count < 2 * HeldOctets.keptParts {
            parts.append(.gap(count, moment))
        }
    }

    /// The first line without its end, or what there is of it.
    var firstLine: [UInt8] {
        var line = Array(octets.prefix { $0 != Ascii.lineFeed })
        if line.last == Ascii.carriageReturn { line.removeLast() }
        return line
    }

    var looksLikeCommand: Bool { CommandLine(firstLine).isUnmistakable }

    /// A header field (`Name: value`) or the `.` that ends an empty message.
    var looksLikeMessage: Bool {
        let line = firstLine
        if line == [Ascii.dot] { return true }
        let name = line.prefix { $0 != UInt8(ascii: ":") }
        return name.count < line.count && !name.isEmpty && name.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
