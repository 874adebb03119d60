import ArgumentParser

/// The report formats.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, ndjson, markdown, html
}

/// The formats of a comparison of two sessions.
enum DiffFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, ndjson, markdown
}

/// The formats of a report that has no end in sight.
enum LiveFormat: String, CaseIterable, ExpressibleByArgument {
    case text, ndjson, json
}

/// When a report for people is coloured.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never

    /// `auto`: on a terminal that can, unless NO_COLOR (https://no-color.org) is set.
    func isOn(_ terminal: Terminal) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: terminal.isTerminal && !Terminal.isVariableSet("NO_COLOR") && !Terminal.isDumb
        }
    }
}

/// How many sessions a report lists.
struct SessionLimit: ExpressibleByArgument, Equatable, CustomStringConvertible {
    /// nil for all.
    var count: Int?

    static let standard = SessionLimit(count: 10_000)
    static let all = SessionLimit(count: nil)

    var description: String { count.map(String.init) ?? "all" }

    init(count: Int?) { self.count = count }

    init?(argument: String) {
        if argument == "all" {
            count = nil
        } else if let number = Int(argument), number >= 0 {
            count = number
        } else {
            return nil
        }
    }
}
