package import Packets

/// What the headers of one end's packets have in common, resets left out: signs of the machine that sent them.
package struct PacketTrail: Sendable {
    /// Packets that arrived with the same time to live.
    package struct Distance: Hashable, Sendable {
        package var ttl: UInt8
        package var packets: Int
        package var firstFrame: Int
    }

    /// In order of appearance.
    package private(set) var distances: [Distance] = []
    /// The hardware addresses that its packets came from.
    package private(set) var hardware: [MACAddress] = []
    /// IPv4's identification of the last packet.
    package private(set) var identification: UInt32?
    /// Pairs of packets in a row, and those whose identification grew by 1 to `largestStep`.
    package private(set) var pairs = 0
    package private(set) var steps = 0
    /// Packets with and without the timestamp option (RFC 7323), of the first ones.
    package private(set) var withTimestamp = 0
    package private(set) var withoutTimestamp = 0

    /// Times to live that are told apart.
    private static let largestDistances = 8
    /// A host that counts for all its connections together moves on between two packets of one.
    package static let largestStep: UInt32 = 256
    /// Packets whose options are read.
    static let examined = 32

    package init() {}

    var wantsOptions: Bool { withTimestamp &+ withoutTimestamp < Self.examined }

    mutating func note(ttl: UInt8, identification next: UInt32, hardware address: MACAddress?, frame: Int) {
        if let address, hardware.count < Self.largestDistances, !hardware.contains(address) { hardware.append(address) }
        if let index = distances.firstIndex(where: { $0.ttl == ttl }) {
            distances[index].packets &+= 1
        } else if distances.count < Self.largestDistances {
            distances.append(Distance(ttl: ttl, packets: 1, firstFrame: frame))
        }
        if let identification {
            pairs &+= 1
            if (1...Self.largestStep).contains(Self.step(from: identification, to: next)) { steps &+= 1 }
        }
        identification = next
    }

    mutating func note(hasTimestamp: Bool) {
        if hasTimestamp { withTimestamp &+= 1 } else { withoutTimestamp &+= 1 }
    }

    /// The identification counts up: the next packet's can be foretold. Random or constant ones tell nothing.
    package var isCounter: Bool { pairs >= 3 && steps == pairs }

    /// How far a 16-bit identification has moved on.
    package static func step(from: UInt32, to: UInt32) -> UInt32 { (to &- from) & 0xffff }
}
