import Knowledge

/// Which of the known words somebody may have meant.
enum NearWords {
    /// Host names one or two slips away, the nearest first. A name that belongs to a family keeps its own part.
    static func hosts(near subject: String, among patterns: [HostPattern]) -> [String] {
        let name = subject.lowercased()
        guard name.contains("."), !name.contains(" "), !name.contains("@") else { return [] }
        let labels = name.split(separator: ".").map(String.init)
        var nearest: [String: Int] = [:]
        for pattern in patterns {
            let isFamily = pattern.labels.first == "*"
            guard !pattern.labels.dropFirst(isFamily ? 1 : 0).contains("*") else { continue }
            let tail = Array(pattern.labels.drop { $0 == "*" })
            let own = isFamily ? labels.dropLast(tail.count) : []
            guard !isFamily || !own.isEmpty else { continue }
            let meant = (own + tail).joined(separator: ".")
            let distance = distance(name, meant)
            if (1...2).contains(distance) { nearest[meant] = distance }
        }
        return nearest.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    }

    /// The known words of which one or two letters of the subject's are off, in place of the words themselves.
    static func misspelt(_ subject: String, among phrases: [String]) -> [String] {
        guard !subject.contains("-") else { return [] }
        let known = Set(phrases.flatMap { $0.split { !$0.isLetter }.map(String.init) }.filter { $0.count >= 6 })
        var found: [(distance: Int, word: String)] = []
        for word in subject.lowercased().split(whereSeparator: { !$0.isLetter }).map(String.init) {
            guard word.count >= 6, !known.contains(word) else { continue }
            for near in known {
                let distance = distance(word, near)
                if distance <= (word.count >= 9 ? 2 : 1) { found.append((distance, near)) }
            }
        }
        return found.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }.map(\.word)
    }

    /// The text with each word of five letters or more that no phrase holds put right, where one known word alone is
    /// nearest; nil where there is nothing to put right, or the text is a single word.
    static func corrected(_ text: String, among phrases: [String]) -> String? {
        let words = text.split(separator: " ").map(String.init)
        guard (2...40).contains(words.count) else { return nil }
        let known = Set(phrases.flatMap { $0.split { !$0.isLetter }.map(String.init) }.filter { $0.count >= 5 })
        var isChanged = false
        let fixed = words.map { word -> String in
            let lower = word.lowercased()
            guard lower.count >= 5, lower.allSatisfy({ $0.isLetter && $0.isASCII }), !known.contains(lower) else {
                return word
            }
            let near = known.filter { abs($0.utf8.count - lower.utf8.count) <= 1 && distance(lower, $0) == 1 }
            guard near.count == 1, let only = near.first else { return word }
            isChanged = true
            return only
        }
        return isChanged ? fixed.joined(separator: " ") : nil
    }

    /// Nearest first: a few letters off, or sharing a part of the word between its hyphens.
    static func suggestions(for subject: String, among known: [String]) -> [String] {
        let wanted = subject.lowercased()
        let parts = wanted.split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0.count > 2 }
        let joined = parts.joined(separator: "-")
        var ranked: [(distance: Int, word: String)] = []
        for word in known {
            let lower = word.lowercased()
            let distance = Swift.min(distance(wanted, lower), distance(joined, lower))
            if distance <= Swift.max(2, lower.count / 4) {
                ranked.append((distance, word))
            } else if lower.split(separator: "-").contains(where: { part in parts.contains { part.hasPrefix($0) } }) {
                ranked.append((100, word))
            } else if lower.split(separator: "-").contains(where: { part in
                part.count > 3 && parts.contains { $0.count > 3 && Self.distance($0, String(part)) == 1 }
            }) {
                ranked.append((101, word))
            }
        }
        return ranked.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }.map(\.word)
    }

    /// Letters to insert, delete, replace or exchange with their neighbour (optimal string alignment).
    static func distance(_ one: String, _ other: String) -> Int {
        let a = Array(one.utf8.prefix(64))
        let b = Array(other.utf8.prefix(64))
        guard !a.isEmpty else { return b.count }
        guard !b.isEmpty else { return a.count }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                row[j] = Swift.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = Swift.min(row[j], beforeLast[j - 2] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
