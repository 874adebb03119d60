import Capture
package import Packets
package import Streams

/// An ARP question and whether anybody answered it.
package struct NeighbourRequest: Sendable {
    package var sender: IPAddress
    package var senderMAC: MACAddress
    package var target: IPAddress
    package var first: Origin
    package var last: Origin
    package var requests = 1
    package var isAnswered = false
}

/// The ARP of a capture. When it is full the oldest questions are forgotten.
struct NeighbourBook {
    private struct Pair: Hashable {
        var sender: IPAddress
        var target: IPAddress
    }

    private var requests: [Pair: NeighbourRequest] = [:]
    /// Who answered last from a hardware address.
    private var answers: [MACAddress: IPAddress] = [:]
    private let capacity: Int
    /// Hosts repeat a question after about a second (RFC 1122 §2.3.2.1).
    static let repeatSeconds = 0.2

    init(capacity: Int) { self.capacity = max(1, capacity) }

    mutating func note(_ arp: ARPHeader, at origin: Origin) {
        // A gratuitous request asks for its own address: nobody should answer.
        // A probe comes from no address, and silence is what it hopes for (RFC 5227 §2.1.1).
        guard arp.senderAddress != arp.targetAddress, arp.senderAddress != IPAddress(v4: 0) else { return }
        if arp.isReply {
            if answers.count < capacity || answers[arp.sender] != nil { answers[arp.sender] = arp.senderAddress }
            let pair = Pair(sender: arp.targetAddress, target: arp.senderAddress)
            requests[pair]?.isAnswered = true
            return
        }
        let pair = Pair(sender: arp.senderAddress, target: arp.targetAddress)
        if let known = requests[pair] {
            // A copy of the mirror is no second question.
            guard origin.time.seconds(since: known.last.time) >= Self.repeatSeconds else { return }
            requests[pair]?.requests += 1
            requests[pair]?.last = origin
        } else {
            if requests.count >= capacity { forgetOldest() }
            requests[pair] = NeighbourRequest(
                sender: arp.senderAddress, senderMAC: arp.sender, target: arp.targetAddress, first: origin, last: origin
            )
        }
    }

    /// The IP address of a hardware address, as an answer told it.
    func address(of hardware: MACAddress) -> IPAddress? { answers[hardware] }

    /// An eighth at once, so that the search for them is rare.
    private mutating func forgetOldest() {
        let byAge = requests.sorted { $0.value.last.time < $1.value.last.time }
        for (pair, _) in byAge.prefix(max(1, capacity / 8)) { requests[pair] = nil }
    }

    /// Questions that were repeated and never answered, in order of appearance.
    var unanswered: [NeighbourRequest] {
        requests.values.filter { !$0.isAnswered && $0.requests > 1 }.sorted { $0.first.frame < $1.first.frame }
    }
}

extension IPAddress {
    /// The first or the last address of a network of the usual size: most give it to their router.
    package var isUsualRouter: Bool { v4.map { [1, 254].contains($0 & 0xff) } ?? false }
}
