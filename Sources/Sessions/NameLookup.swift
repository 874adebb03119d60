package import Packets
package import Streams

/// One client's attempt to resolve one name: all its queries for it, whatever type and resolver.
package struct NameLookup: Sendable {
    package enum Outcome: Hashable, Sendable {
        case answered
        case noSuchName
        case serverFailure
        case refused
        /// The name exists and has no address.
        case noAddress
        case unanswered
        case otherError(UInt8)
    }

    package var client: IPAddress
    package var name: String
    package var resolvers: [IPAddress]
    package var queries = 0
    /// The identifiers of its messages (RFC 1035 §4.1.1), each once, up to `NameBook.answers`: address translation leaves
    /// them alone, a forwarder chooses its own.
    package var identifiers: [UInt16] = []
    /// Query types (1 A, 28 AAAA) that were asked, and those that were answered.
    package var asked: Set<UInt16> = []
    package var answeredTypes: Set<UInt16> = []
    package var first: Origin
    package var last: Origin
    package var answered: Origin?
    package var outcome: Outcome = .unanswered
    package var addresses: [IPAddress] = []
    /// The answer that first gave each of `addresses`.
    package var addressOrigins: [Origin] = []
    package var aliases: [String] = []
    package var clientMAC: MACAddress?
    /// Where the first query was sent to on the link.
    package var nextHopMAC: MACAddress?
    /// Time to live of the first query, and of the last answer: how far client and resolver are from here.
    package var queryTTL: UInt8?
    package var answerTTL: UInt8?
    /// ICMP errors about its queries.
    package var icmp: [ICMPFact] = []
    package var seconds: Double?
    /// It was reported as a failure of its own.
    package var isTold = false

    /// The first answer that gave this address, else the last of all; queries for the name may have gone on since.
    package func answer(giving address: IPAddress?) -> Origin? {
        guard let address, let index = addresses.firstIndex(of: address), addressOrigins.indices.contains(index) else {
            return answered
        }
        return addressOrigins[index]
    }
}
