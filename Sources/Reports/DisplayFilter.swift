import Capture
import Packets
import Sessions
import Streams

/// Wireshark display filters that show one session each.
enum DisplayFilter {
    /// One filter for each of a capture's sessions. Frame numbers are added only where addresses and ports were used again.
    static func filters(_ sessions: [Session], _ places: FramePlaces) -> [String] {
        var uses: [FlowKey: Int] = [:]
        for session in sessions {
            if let key = flow(session) { uses[key, default: 0] += 1 }
        }
        return sessions.map { session in
            guard let key = flow(session) else { return withoutConnection(session) }
            return connection(session, isReused: (uses[key] ?? 0) > 1, places)
        }
    }

    private static func flow(_ session: Session) -> FlowKey? {
        guard session.connection != nil, let server = session.server else { return nil }
        return FlowKey(session.client, server)
    }

    private static func connection(_ session: Session, isReused: Bool, _ places: FramePlaces) -> String {
        guard let server = session.server else { return withoutConnection(session) }
        var terms = [hasAddress(session.client.address), hasAddress(server.address)]
        terms += ["tcp.port == \(session.client.port)", "tcp.port == \(server.port)"]
        if isReused {
            let (first, last) = (places.place(session.first.frame), places.place(session.last.frame))
            terms.append("frame.number >= \(first.number)")
            // A session that goes on in another file lasts to the end of this one.
            if last.capture == first.capture { terms.append("frame.number <= \(last.number)") }
        }
        return terms.joined(separator: " && ")
    }

    private static func withoutConnection(_ session: Session) -> String {
        if let neighbour = session.neighbour { return "arp && arp.dst.proto_ipv4 == \(neighbour.target)" }
        let client = hasAddress(session.client.address)
        guard let lookup = session.lookup else { return client }
        return "dns.qry.name == \(quoted(lookup.name)) && \(client)"
    }

    private static func hasAddress(_ address: IPAddress) -> String {
        (address.isV4 ? "ip.addr == " : "ipv6.addr == ") + address.description
    }

    /// A string of Wireshark's filter language; a name of the wire may hold anything.
    private static func quoted(_ name: String) -> String {
        var text = "\""
        for character in name {
            if character == "\"" || character == "\\" { text += "\\" }
            text.append(character)
        }
        return text + "\""
    }
}
