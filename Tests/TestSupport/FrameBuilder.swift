/// Builds one frame header by header, outermost first, with lengths, types and checksums filled in:
///
///     FrameBuilder().ethernet().vlan(20)
///         .ipv4(from: "192.168.10.50", to: "198.51.100.25", ttl: 64)
///         .tcp(from: 54062, to: 25, sequence: 1, flags: [.syn], options: [.maximumSegmentSize(1460)])
///         .bytes
///
/// Headers may nest in any order, so tunnels need no more than `payload(header)` between two of them. A field that is
/// given wins over the computed one: that is how wrong lengths and checksums are made.
package struct FrameBuilder: Sendable {
    /// What a header needs to know of its neighbours.
    struct Surroundings {
        /// The bytes of everything inside this header.
        let body: [UInt8]
        /// The next header inwards; nil for the innermost.
        let inner: Kind?
        /// The nearest IP header outwards, for pseudo headers.
        let network: NetworkPair?
    }

    struct NetworkPair: Sendable {
        let source: Address
        let destination: Address
    }

    struct Header: Sendable {
        let kind: Kind
        /// Source and destination, where this is an IP header.
        var network: NetworkPair?
        /// The header's bytes with all that it encloses.
        let encode: @Sendable (Surroundings) -> [UInt8]
    }

    /// How an enclosing header names this one.
    struct Kind: Sendable {
        /// EtherType; 0x88b5 is "local experimental", for what has none.
        var etherType: UInt16 = 0x88b5
        /// IP protocol number; 59 is "no next header", for what has none.
        var ipProtocol: UInt8 = 59
        /// BSD address family of a NULL or LOOP header.
        var addressFamily: UInt32 = 0

        static let opaque = Kind()
    }

    private var headers: [Header] = []
    private var minimumLength = 0

    package init() {}

    /// The frame.
    package var bytes: [UInt8] {
        var body: [UInt8] = []
        for index in headers.indices.reversed() {
            let network = headers[..<index].last { $0.network != nil }?.network
            let inner = index + 1 < headers.count ? headers[index + 1].kind : nil
            body = headers[index].encode(Surroundings(body: body, inner: inner, network: network))
        }
        return body + [UInt8](repeating: 0, count: max(0, minimumLength - body.count))
    }

    func adding(_ header: Header) -> FrameBuilder {
        var builder = self
        builder.headers.append(header)
        return builder
    }

    /// Bytes as they are, before whatever is added next.
    package func payload(_ bytes: [UInt8]) -> FrameBuilder {
        adding(Header(kind: .opaque) { bytes + $0.body })
    }

    package func payload(_ text: String) -> FrameBuilder { payload([UInt8](text.utf8)) }

    /// Zeros at the end up to `length`: Ethernet's minimum is 60 octets without the check sequence.
    package func padded(to length: Int = 60) -> FrameBuilder {
        var builder = self
        builder.minimumLength = length
        return builder
    }
}
