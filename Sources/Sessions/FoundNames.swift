import Packets

/// Names that a client found, with and without a search suffix (RFC 1123 §6.1.4.3): `mail` is sought as
/// `mail.example.com`, or the other way round.
struct FoundNames {
    private struct Name: Hashable {
        var client: IPAddress
        var name: Substring
    }

    private var names: Set<Name> = []
    /// The beginnings of those names, up to each dot.
    private var beginnings: Set<Name> = []
    /// Labels of a name that are tried; RFC 1035 §2.3.4 allows 127.
    private static let labels = 16

    init(_ lookups: [NameLookup]) {
        for lookup in lookups where lookup.outcome == .answered {
            names.insert(Name(client: lookup.client, name: lookup.name[...]))
            for beginning in Self.beginnings(of: lookup.name) {
                beginnings.insert(Name(client: lookup.client, name: beginning))
            }
        }
    }

    /// The name itself, the name with a suffix, or the name without one.
    func contains(_ lookup: NameLookup) -> Bool {
        let name = Name(client: lookup.client, name: lookup.name[...])
        if names.contains(name) || beginnings.contains(name) { return true }
        return Self.beginnings(of: lookup.name).contains { names.contains(Name(client: lookup.client, name: $0)) }
    }

    private static func beginnings(of name: String) -> [Substring] {
        var beginnings: [Substring] = []
        for index in name.indices where name[index] == "." && beginnings.count < labels {
            beginnings.append(name[..<index])
        }
        return beginnings
    }
}
