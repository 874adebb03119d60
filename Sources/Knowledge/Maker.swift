/// A maker of devices that send mail, and how the wire shows that a device is its.
package struct Maker: Sendable, Hashable {
    package var id: String
    /// As the maker writes itself.
    package var name: String
    /// Words, all of which stand in a text that means this maker: `konica`, `fuji xerox`.
    var names: [WordPattern]
    /// The first three octets of hardware addresses (IEEE MA-L).
    var hardware: Set<UInt32>
    /// Host names of devices as they leave the factory.
    var hosts: [FactoryName]
    package var sources: [Source]
    package var checkedOn: String?

    /// Whether a text, such as an X-Mailer field or a registry's entry, names this maker.
    func isNamed(in words: Set<Substring>) -> Bool { names.contains { $0.isIn(words) } }
}

/// One or more words that must all stand in a text, whatever their order.
struct WordPattern: Sendable, Hashable {
    let words: [String]

    init?(_ text: String) {
        words = Self.words(of: text).map(String.init)
        guard !words.isEmpty else { return nil }
    }

    func isIn(_ words: Set<Substring>) -> Bool { self.words.allSatisfy { words.contains($0[...]) } }

    /// Runs of letters and digits, in lower case.
    static func words(of text: String) -> [Substring] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }
    }
}

/// A host name with a part that differs from device to device: `RNP<6 hex>`, `MFP<8 digits>`, `DiskStation*`.
struct FactoryName: Sendable, Hashable {
    private enum Tail: Hashable {
        case hexadecimal(Int)
        case digits(Int)
        case anything
    }

    private let start: String
    private let tail: Tail

    /// nil where the text is no such pattern.
    init?(_ text: String) {
        if text.hasSuffix("*") {
            start = text.dropLast().lowercased()
            tail = .anything
        } else {
            guard let open = text.firstIndex(of: "<"), text.hasSuffix(">") else { return nil }
            start = text[..<open].lowercased()
            let inside = text[text.index(after: open)...].dropLast().split(separator: " ")
            guard inside.count == 2, let count = Int(inside[0]), (1...32).contains(count) else { return nil }
            switch inside[1] {
            case "hex": tail = .hexadecimal(count)
            case "digits": tail = .digits(count)
            default: return nil
            }
        }
        guard start.count >= 2 else { return nil }
    }

    /// Looks at the first label alone.
    func matches(_ host: String) -> Bool {
        let label = host.prefix { $0 != "." }.lowercased()
        guard label.hasPrefix(start) else { return false }
        let rest = label.dropFirst(start.count)
        return switch tail {
        case .hexadecimal(let count): rest.utf8.count == count && rest.allSatisfy { $0.isASCII && $0.isHexDigit }
        case .digits(let count): rest.utf8.count == count && rest.allSatisfy { ("0"..."9").contains($0) }
        case .anything: true
        }
    }
}
