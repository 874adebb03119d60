import Capture
import Packets
import Streams

/// Attempts that never came to a connection.
extension SessionAssembler {
    /// Those of the given look-ups that sought a mail server, gave no address, and that nothing followed.
    func failedLookups(_ candidates: [NameLookup], mayBeOnlyStory: Bool) -> [Session] {
        let lookups = names.lookups
        // A capture with nothing but a few failed look-ups is of one device: any name counts.
        let isOnlyStory =
            mayBeOnlyStory && finished.isEmpty && lookups.count <= 8
            && lookups.allSatisfy { $0.outcome != .answered }
        let failed = candidates.filter { $0.outcome != .answered && !$0.isTold }
        guard !failed.isEmpty else { return [] }
        let found = FoundNames(lookups)
        return failed.compactMap { lookup in
            guard isOnlyStory || options.isMailHostName(lookup.name) else { return nil }
            // A connection right after it: the answer was given and not captured, or the device had another way.
            guard !wasFollowed(lookup) else { return nil }
            // A search suffix is tried first, or afterwards; the name itself was found.
            guard !found.contains(lookup) else { return nil }
            var session = Session(
                client: SocketAddress(lookup.client, 0), server: nil, first: lookup.first,
                last: lookup.answered ?? lookup.last, captureStart: firstTime ?? lookup.first.time, captureEnd: lastTime
            )
            session.lookup = lookup
            session.lease = leases.lease(of: lookup.client)
            session.clientMAC = lookup.clientMAC
            session.nextHop = lookup.nextHopMAC.flatMap(neighbours.address)
            identify(&session)
            return session
        }
    }

    private func wasFollowed(_ lookup: NameLookup) -> Bool {
        func follows(_ client: IPAddress, _ time: Timestamp) -> Bool {
            let delay = time.seconds(since: lookup.last.time)
            return client == lookup.client && delay >= 0 && delay < Self.followSeconds
        }
        return finished.contains { $0.connection != nil && follows($0.client.address, $0.first.time) }
            || recent.contains { follows($0.client, $0.first.time) }
            || table.hasConnection(of: lookup.client, within: Self.followSeconds, after: lookup.last.time)
    }

    /// A connection that begins within this time after a look-up followed from it.
    private static let followSeconds = 10.0

    /// A device that only ever asks for its gateway. Told only where the capture has no mail at all: elsewhere ARP
    /// without an answer is everyday.
    func unansweredNeighbours() -> [Session] {
        // Who asks for several hosts, or is a router itself, does not look for its gateway.
        let all = neighbours.unanswered
        let requests = all.filter { request in
            !request.sender.isUsualRouter
                && !all.contains { $0.sender == request.sender && $0.target != request.target }
        }
        guard requests.count <= 8 else { return [] }
        return requests.compactMap { request in
            let lookup = names.lookup(of: request.target, by: request.sender, before: request.last.time)
            let lease = leases.lease(of: request.sender)
            // A host that others beyond its network answer has a way out.
            if lookup == nil, reach.wasAnswered(request.sender) { return nil }
            // DHCP told it another router, and this is none of what it told.
            if lookup == nil, let lease, !lease.routers.isEmpty,
                !(lease.routers + lease.nameServers).contains(request.target)
            {
                return nil
            }
            var session = Session(
                client: SocketAddress(request.sender, 0), server: nil, first: request.first, last: request.last,
                captureStart: firstTime ?? request.first.time, captureEnd: lastTime)
            session.neighbour = request
            session.lookup = lookup
            session.lease = lease
            session.clientMAC = request.senderMAC
            identify(&session)
            return session
        }
    }
}
