import Synchronization

/// The wordings that come with the program, each read when it is first asked for: a capture shows few causes, and to
/// read all of them would cost more than to start the program.
final class CauseBook: Sendable {
    private let files: [BuiltInEntries]
    private let places: [String: (file: Int, entry: Int)]
    let ids: Set<String>
    private let sources: [String: Source]
    private let known = Mutex<[String: CauseWording]>([:])

    init(_ files: [BuiltInRules.File], sources: [String: Source]) {
        self.files = files.map(BuiltInEntries.init)
        self.sources = sources
        var places: [String: (file: Int, entry: Int)] = [:]
        for (number, file) in self.files.enumerated() {
            for (index, entry) in file.entries.enumerated() { places[entry.id] = (number, index) }
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
            let wording = try? RuleFile(name: file.file.name, sources: sources).onlyCause(
                file.text(of: file.entries[place.entry]))
            known[cause] = wording
            return wording
        }
    }
}
