/// Lays out text in lines of a given number of columns.
package enum Wrapping {
    /// Columns that a terminal uses: one for a character, two for a wide one (East Asian scripts, most emoji).
    package static func columns(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + columns($1) }
    }

    private static func columns(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default:
            return 1
        }
    }

    /// The text in lines of at most `width` columns. The first begins with `first`, the others with as many spaces as
    /// `first` has columns. A word that is longer than a line stays whole, so that it can be copied.
    package static func fill(_ text: String, first: String, width: Int) -> [String] {
        let indent = String(repeating: " ", count: columns(first))
        var lines: [String] = []
        var line = first
        var used = columns(first)
        var isEmpty = true
        for word in Printable.text(text).split(separator: " ") {
            let size = columns(String(word))
            if !isEmpty, used + 1 + size > width {
                lines.append(line)
                line = indent
                used = columns(indent)
                isEmpty = true
            }
            if !isEmpty {
                line += " "
                used += 1
            }
            line += word
            used += size
            isEmpty = false
        }
        lines.append(line)
        return lines
    }

    /// Items beside each other, two spaces apart, in as few lines as they need. `columns` is an item's width.
    package static func flow(_ items: [(text: String, columns: Int)], indent: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = indent
        var used = columns(indent)
        var isEmpty = true
        for item in items {
            if !isEmpty, used + 2 + item.columns > width {
                lines.append(line)
                line = indent
                used = columns(indent)
                isEmpty = true
            }
            line += (isEmpty ? "" : "  ") + item.text
            used += (isEmpty ? 0 : 2) + item.columns
            isEmpty = false
        }
        if !isEmpty { lines.append(line) }
        return lines
    }
}
