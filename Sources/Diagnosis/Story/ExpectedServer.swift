import Knowledge
import Sessions
import Streams

/// What the rules know of the server that the client asked for by name.
struct ExpectedServer {
    private let endpoint: Endpoint?
    private let name: String?
    private let port: Int

    init(_ story: Story, _ knowledge: KnowledgeBase) {
        endpoint = IdentityFault.expected(story, knowledge)
        name = story.session.lookup?.name
        port = story.port
    }

    /// A name was asked for, and no rule knows it: it may be the wrong one.
    var isUnknownName: Bool { name != nil && endpoint == nil }

    /// This service answers on other ports only.
    var isWrongPort: Bool { endpoint.map { !$0.ports.isEmpty && !$0.ports.contains(port) } ?? false }

    /// The service that answers on this very port, wherever its name truly leads.
    var refusesWhereItListens: Endpoint? { endpoint.flatMap { $0.ports.contains(port) ? $0 : nil } }

    func portEvidence(_ story: Story) -> Evidence {
        let ports = (endpoint?.ports ?? []).map { "\($0)" }.joined(separator: ", ")
        let frames = Self.answer(story).map { [$0.frame] } ?? []
        return Evidence("\(endpoint?.title ?? "this service") answers on \(ports), not on \(port)", frames)
    }

    private static func answer(_ story: Story) -> Origin? {
        story.session.lookup?.answer(giving: story.session.server?.address)
    }

    /// The answer that led here.
    func addressEvidence(_ story: Story) -> [Evidence] {
        guard let lookup = story.session.lookup, let answered = Self.answer(story) else { return [] }
        let address = story.session.server.map { "\($0.address)" } ?? "another address"
        let resolver = lookup.resolvers.first.map { "\($0)" } ?? "the resolver"
        return [Evidence("\(resolver) answered \(address) for \(lookup.name)", [answered.frame])]
    }
}
