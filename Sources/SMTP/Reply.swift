/// One whole reply of the server: all lines of RFC 5321 §4.2.1.
package struct Reply: Hashable, Sendable {
    /// From the last line.
    package var code: Int
    package var enhanced: EnhancedCode?
    /// Each line's text without code and separator, enhanced codes kept; decoded as UTF-8, else ISO 8859-1.
    package var lines: [String]
    package var first: Moment
    package var last: Moment
    /// The last line (`250 …`) was never seen: the reply is cut by a gap or by the end.
    package var isIncomplete = false
    /// Octets of the encrypted record that it was concluded from: the words are those that such a server says. nil where
    /// it was read.
    package var inferredOctets: ClosedRange<Int>?

    package init(code: Int, enhanced: EnhancedCode?, lines: [String], first: Moment, last: Moment) {
        self.code = code
        self.enhanced = enhanced
        self.lines = lines
        self.first = first
        self.last = last
    }

    package var isPositive: Bool { (200..<400).contains(code) }
    package var isTransient: Bool { (400..<500).contains(code) }
    package var isPermanent: Bool { (500..<600).contains(code) }
    package var isNegative: Bool { isTransient || isPermanent }

    /// The lines with the enhanced code taken off each, joined with a space.
    package var text: String { texts.joined(separator: " ") }

    package var texts: [String] {
        guard let prefix = enhanced.map({ "\($0)" }) else { return lines }
        return lines.map { line in
            line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count).drop { $0 == " " }) : line
        }
    }
}
