/// Where the entries of one built-in file lie, so that each can be read when it is first asked for. Written for files
/// that hold one list, every entry of which begins with `  - id: `.
struct BuiltInEntries: Sendable {
    struct Entry: Sendable {
        var id: String
        /// In the file's bytes, from the line end before it.
        var range: Range<Int>
        /// The line of its id, from 1.
        var line: Int
    }

    let file: BuiltInRules.File
    private(set) var entries: [Entry] = []

    private static let mark = Array("\n  - id: ".utf8)

    init(_ file: BuiltInRules.File) {
        self.file = file
        let bytes = file.bytes
        var starts: [(at: Int, line: Int)] = []
        var line = 1
        var index = 0
        while let found = bytes[index...].firstIndex(of: PlainYAML.newline) {
            line += 1
            if bytes[found...].starts(with: Self.mark) { starts.append((found, line)) }
            index = found + 1
        }
        entries.reserveCapacity(starts.count)
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1].at : bytes.count
            let id = bytes[(start.at + Self.mark.count)..<end].prefix {
                $0 != PlainYAML.newline && $0 != PlainYAML.space
            }
            entries.append(
                Entry(id: String(decoding: id, as: UTF8.self), range: start.at..<end, line: start.line))
        }
    }

    /// The entry as a file of its own, with what stands before the first and holds for all.
    func text(of entry: Entry) -> [UInt8] {
        let head = entries.first?.range.lowerBound ?? 0
        return Array(file.bytes[..<head] + file.bytes[entry.range])
    }

    /// The value of a field of the entry, with its key; nil where the entry lacks it.
    func field(_ mark: [UInt8], of entry: Entry) -> ArraySlice<UInt8>? {
        let bytes = file.bytes[entry.range]
        var index = bytes.startIndex
        var start: Int?
        while let found = bytes[index...].firstIndex(of: PlainYAML.newline) {
            index = found + 1
            if let start {
                if Self.beginsField(bytes[index...]) { return bytes[start..<found] }
            } else if bytes[index...].starts(with: mark) {
                start = index
            }
        }
        return start.map { bytes[$0...] }
    }

    /// Fields stand four columns in; what is deeper belongs to the field before.
    private static func beginsField(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.prefix(4).allSatisfy({ $0 == PlainYAML.space }), line.count > 4 else { return true }
        return line[line.startIndex + 4] != PlainYAML.space
    }
}
