import Capture
import Knowledge
import Packets
import SMTP
import Sessions
import Streams

/// What the device began never came out of the box: a name look-up, a connection, a whole conversation.
struct UnseenOutsideFault: CompareFault {
    func examine(_ story: PairStory, _ knowledge: KnowledgeBase) -> Finding? {
        guard let inside = story.inside, story.pair.watch != .elsewhere, !story.isUnrelated else { return nil }
        // It shows answers and none of the questions: one direction of the outside.
        if let outer = story.pair.outsideLookup ?? story.pair.outside?.lookup, outer.queries == 0 { return nil }
        guard let facts = inside.connection else { return lookup(inside, story) }
        // Another network behind the same router need not pass the outer point, and a rival may be this session. A
        // capture without a packet covers nothing.
        guard story.pair.relation == .onlyInside, story.pair.watch != .empty, story.pair.rivals == 0,
            !facts.serverAddress.address.isPrivate,
            !facts.isOneDirection, !facts.startsMidStream
        else { return nil }
        return inside.progress.passed.contains(.connect)
            ? answered(inside, facts, story) : unconnected(inside, facts, story)
    }

    // MARK: - Names

    private func lookup(_ inside: Story, _ story: PairStory) -> Finding? {
        // One question may be missing by chance; and a resolver of the same network need not pass the outer point.
        guard let lookup = inside.session.lookup, lookup.outcome == .unanswered, lookup.queries > 1,
            let resolver = lookup.resolvers.first(where: { goesThrough($0, inside) })
        else { return nil }
        let asked = Evidence(
            "\(lookup.queries) queries for \(lookup.name) to \(resolver) reached the box, and no answer came",
            [lookup.first.frame, lookup.last.frame])
        var finding = Finding("firewall-drops-dns", .failed, at: .resolve, .firewall, .likely, [asked])
        finding.values = ["name": lookup.name, "server": lookup.name]
        guard let outer = story.pair.outside?.lookup ?? story.pair.outsideLookup else {
            finding.evidence.append(Evidence("no query for this name is in the outside capture", []))
            return weighed(finding, story)
        }
        // Who asks once more has not heard the answer.
        guard outer.outcome != .unanswered, let answer = outer.answered,
            wasAskedAgain(lookup, after: outer, story)
        else { return nil }
        // A name is asked by everybody, and one identifier may be the same by chance.
        finding.confidence = story.isDamaged || story.pair.bond < .connections ? .likely : .proven
        finding.evidence.append(
            Evidence("the answer came back to the box, outside", [outer.first.frame, answer.frame]))
        return finding
    }

    /// Queries to it leave the client's network: its address is public, or the client hands them to a router.
    private func goesThrough(_ resolver: IPAddress, _ inside: Story) -> Bool {
        guard resolver.isPrivate else { return true }
        guard let router = inside.session.nextHop else { return false }
        return router != resolver
    }

    /// The last question came after the first answer had reached the box.
    private func wasAskedAgain(_ lookup: NameLookup, after outer: NameLookup, _ story: PairStory) -> Bool {
        let asked = story.pair.clock?.inner(outer.first.time) ?? outer.first.time
        return lookup.last.time.seconds(since: asked) > outer.seconds ?? 0
    }

    // MARK: - Connections

    private func nothing(_ story: PairStory) -> Evidence {
        let how = story.pair.watch == .shown ? ", which ran at that time and shows this network's other packets" : ""
        return Evidence("nothing of this connection is in the outside capture\(how)", [])
    }

    /// An empty capture may have been taken anywhere, or not have run.
    private func weighed(_ finding: Finding, _ story: PairStory) -> Finding {
        let isEmpty = story.pair.watch == .empty
        guard isEmpty || !story.pair.isWatchedThrough else { return finding }
        var finding = finding
        finding.confidence = .possible
        finding.candidates = (story.insideFinding?.candidates ?? []).filter { $0 != .firewall }
        finding.cannotShow.append(
            isEmpty
                ? "whether the outside capture, which has no packet, ran at this time and at the right place"
                : "whether the outside capture, whose last packet is earlier, still ran, and took this port")
        return finding
    }

    private func unconnected(_ inside: Story, _ facts: ConnectionFacts, _ story: PairStory) -> Finding? {
        guard let syn = facts.client.opening, facts.server.opening == nil else { return nil }
        let sent = Evidence(
            "\(syn.count) SYN\(syn.count == 1 ? "" : "s") to \(facts.serverAddress) reached the box",
            [syn.first.frame, syn.last.frame])
        func finding(_ cause: String, _ more: Evidence...) -> Finding {
            Finding(cause, .failed, at: .connect, .firewall, story.sureness, [sent, nothing(story)] + more)
        }
        if let error = facts.icmp.first(where: { $0.about == .client && !$0.message.isPacketTooBig }) {
            // Who stands farther off was asked: then it is the outside capture that lacks a packet.
            guard isTheBox(error, inside) else { return nil }
            let shown = Evidence(
                "\(error.sender) answered inside: ICMP \(error.message.meaning)", [error.origin.frame])
            // A box that has no way onward says so, too: then its own next hop may be the reason.
            let isRule = error.message.isProhibited || error.message.code == 3 && error.message.isUnreachable
            guard isRule else {
                var finding = Finding(
                    "host-unreachable", .failed, at: .connect, .unknown, or: [.firewall, .isp, .networkPath], .likely,
                    [sent, nothing(story), shown])
                finding.endedBy = .network
                return finding
            }
            var finding = finding("firewall-rejects-port", shown)
            finding.endedBy = .network
            return finding
        }
        if let reset = inside.serverReset {
            guard Story.isInitial(reset.ttl) else { return nil }
            var finding = finding(
                "firewall-rejects-port",
                Evidence(
                    "the reset that answered it was made in the box: it has crossed no router (TTL \(reset.ttl)), and nobody beyond was asked",
                    [reset.origin.frame]))
            finding.endedBy = .network
            return finding
        }
        // One SYN that is not outside is one packet that the capture may lack.
        return syn.count > 1 ? weighed(finding("firewall-drops-port"), story) : nil
    }

    /// The client's next hop, or a router beside it.
    private func isTheBox(_ error: ICMPFact, _ inside: Story) -> Bool {
        guard error.sender != inside.connection?.serverAddress.address else { return false }
        return error.sender == inside.session.nextHop
            || (Story.isInitial(error.ttl) && inside.viewpoint == .besideClient)
    }

    // MARK: - Conversations

    /// The box spoke in the server's place, and asked nobody.
    private func answered(_ inside: Story, _ facts: ConnectionFacts, _ story: PairStory) -> Finding? {
        // Somebody far away answered: then the other capture looked elsewhere.
        guard let alone = story.insideFinding, Story.isInitial(facts.server.ttlHighest),
            inside.session.nextHop != facts.serverAddress.address
        else { return nil }
        let made = Evidence(
            "\(facts.serverAddress.address) answered inside only: the box spoke in its place",
            [facts.server.first?.frame ?? facts.first.frame])
        if alone.outcome == .refused, let reply = alone.reply {
            var finding = Finding(
                "firewall-answers-itself", .refused, at: alone.stoppedAt, .firewall, story.sureness,
                alone.evidence + [made, nothing(story)])
            finding.reply = reply
            finding.values = alone.values
            return finding
        }
        // What the device did by itself, it did to whoever answered.
        let isServers = [.unknown, .serverFault, .serverPolicy, .firewall, .isp, .networkPath].contains(
            alone.responsible)
        guard [.failed, .unknown].contains(alone.outcome), isServers, !inside.isDark, alone.responsible != .capture,
            story.pair.isWatchedThrough
        else {
            return nil
        }
        var finding = alone
        finding.outcome = .failed
        finding.responsible = .firewall
        finding.candidates = []
        finding.confidence = story.sureness
        finding.evidence += [made, nothing(story)]
        return finding
    }
}
