import Synchronization

/// The wordings that come with the program, each read when it is first asked for: a capture shows few causes, and to
/// read all of them would cost more than to start the program. Written for files that hold `causes` alone, every entry
/// of which begins with `  - id: `.
final class CauseBook: Sendable {
    private struct Place: Sendable {
        var file: Int
        var range: Range<Int>
        /// Where the file's first entry begins: what stands before it holds for all.
        var head: Int
    }

    private let files: [BuiltInRules.File]
    private let places: [String: Place]
    let ids: Set<String>
    private let sources: [String: Source]
    private let known = Mutex<[String: CauseWording]>([:])

    init(_ files: [BuiltInRules.File], sources: [String: Source]) {
        self.files = files
        self.sources = sources
        var places: [String: Place] = [:]
        for (number, file) in files.enumerated() {
            let starts = Self.starts(in: file.bytes)
            for (index, start) in starts.enumerated() {
                let end = index + 1 < starts.count ? starts[index + 1] : file.bytes.count
                let id = file.bytes[(start + Self.mark.count)..<end].prefix { $0 != 0x0A && $0 != 0x20 }
                places[String(decoding: id, as: UTF8.self)] = Place(
                    file: number, range: start..<end, head: starts[0])
            }
        }
        self.places = places
        ids = Set(places.keys)
    }

    func wording(of cause: String) -> CauseWording? {
        guard let place = places[cause] else { return nil }
        return known.withLock { known in
            if let wording = known[cause] { return wording }
            let file = files[place.file]
            // The tests read every entry, so that none can fail here.
            let wording = try? RuleFile(name: file.name, sources: sources).onlyCause(
                head: file.bytes[..<place.head], entry: file.bytes[place.range])
            known[cause] = wording
            return wording
        }
    }

    private static let mark = Array("\n  - id: ".utf8)

    private static func starts(in bytes: [UInt8]) -> [Int] {
        var starts: [Int] = []
        var index = 0
        while let found = bytes[index...].firstIndex(of: 0x0A) {
            if bytes[found...].starts(with: mark) { starts.append(found) }
            index = found + 1
        }
        return starts
    }
}
