/// The reply codes that a rule accepts: one code (`550`) or a class (`5xx`).
package enum CodePattern: Sendable, Hashable {
    case exactly(Int)
    /// The first digit.
    case anyOf(class: Int)

    /// nil where the text is neither form.
    package init?(_ text: String) {
        if let code = Int(text), (200...599).contains(code) {
            self = .exactly(code)
        } else if text.count == 3, text.lowercased().hasSuffix("xx"), let first = text.first?.wholeNumberValue,
            (2...5).contains(first)
        {
            self = .anyOf(class: first)
        } else {
            return nil
        }
    }

    package func matches(_ code: Int) -> Bool {
        switch self {
        case .exactly(let wanted): code == wanted
        case .anyOf(let first): code / 100 == first
        }
    }

    var firstDigit: Int {
        switch self {
        case .exactly(let code): code / 100
        case .anyOf(let first): first
        }
    }

    var isExact: Bool {
        switch self {
        case .exactly: true
        case .anyOf: false
        }
    }
}
