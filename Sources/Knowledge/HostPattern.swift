/// A host name, or a family of them: `smtp.office365.com`, `*.mail.protection.outlook.com` (at least one more label
/// in front) or `email-smtp.*.amazonaws.com` (one label in place of the star).
package struct HostPattern: Sendable, Hashable {
    /// In lower case; `*` where any may stand.
    package let labels: [String]

    /// nil where the text is no host name with at most one star that stands for whole labels.
    package init?(_ text: String) {
        let labels = Self.labels(of: text)
        guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }), labels.filter({ $0 == "*" }).count <= 1,
            labels.allSatisfy({ $0 == "*" || !$0.contains("*") })
        else { return nil }
        self.labels = labels
    }

    package func matches(_ name: String) -> Bool { matches(Self.labels(of: name)) }

    /// As ``matches(_:)``, for a name that many patterns are held against.
    func matches(_ other: [String]) -> Bool {
        if labels.first == "*" {
            let tail = labels.dropFirst()
            return other.count > tail.count && other.suffix(tail.count) == tail
        }
        return other.count == labels.count && zip(labels, other).allSatisfy { $0 == "*" || $0 == $1 }
    }

    /// How narrow the pattern is: more labels are narrower, and a star takes one away.
    var precision: Int { labels.count * 2 - (labels.contains("*") ? 1 : 0) }

    static func labels(of name: String) -> [String] {
        var labels = name.lowercased().split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if labels.last == "" { labels.removeLast() }
        return labels
    }
}
