import Bytes
import Capture
import Packets
import TestSupport
import Testing

/// Feeds a table with Ethernet frames, as a capture gives them.
private struct Reassembly {
    var table: FragmentTable
    private var frame = 0

    init(_ limits: FragmentLimits = FragmentLimits()) { table = FragmentTable(limits) }

    @discardableResult
    mutating func add(_ ip: [UInt8], at seconds: Double = 0, cut length: Int? = nil) -> ReassembledDatagram? {
        frame += 1
        let bytes = Self.ethernet(ip)
        let captured = Array(bytes.prefix(length.map { $0 + 14 } ?? bytes.count))
        let packet = decode(captured, wireLength: bytes.count)
        return table.add(
            packet, captured.rawSpan, frame: frame,
            at: Timestamp(nanoseconds: Timestamp.testStart.nanoseconds + Int64(seconds * 1e9)))
    }

    static func ethernet(_ ip: [UInt8]) -> [UInt8] {
        FrameBuilder().ethernet(etherType: ip[0] >> 4 == 6 ? 0x86dd : 0x0800).payload(ip).bytes
    }
}

@Suite struct FragmentTableTests {
    private static let text = (0..<40).map { "line \($0)\r\n" }.joined()
    private static let v4 = FrameBuilder().ipv4(
        from: "192.168.10.50", to: "198.51.100.25", identification: 7, dontFragment: false
    ).tcp(from: 54062, to: 25, sequence: 77).payload(text).bytes
    private static let v6 = FrameBuilder().ipv6(from: "2001:db8::50", to: "2001:db8::25")
        .tcp(from: 54062, to: 25, sequence: 77).payload(text).bytes

    /// The text of the TCP segment that a datagram holds.
    private static func payload(_ datagram: ReassembledDatagram) -> String? {
        guard let tcp = PacketDecoder.decode(datagram).tcp else { return nil }
        return String(decoding: datagram.octets[tcp.payload], as: UTF8.self)
    }

    @Test(arguments: [v4, v6], [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]])
    func anyOrderGivesTheWholeDatagram(_ packet: [UInt8], _ order: [Int]) throws {
        let parts = IPFragments.of(packet, sizes: [8, 120, 200])
        #expect(parts.count == 4)
        var reassembly = Reassembly()
        for index in order.dropLast() { #expect(reassembly.add(parts[index]) == nil) }
        let last = reassembly.add(parts[order[3]])
        let datagram = try #require(last)
        #expect(Self.payload(datagram) == Self.text)
        #expect(datagram.frames == [1, 2, 3, 4])
        let whole = PacketDecoder.decode(datagram)
        #expect(whole.ip?.isFragment == false)
        #expect(whole.tcp?.sequence == 77)
        #expect(whole.tcp?.payloadLength == Self.text.utf8.count)
        reassembly.table.finish()
        var expected = FragmentCounts()
        expected.fragments = 4
        expected.reassembled = 1
        #expect(reassembly.table.counts == expected)
    }

    @Test(arguments: [v4, v6]) func aMissingFragmentIsCountedAfterItsTime(_ packet: [UInt8]) {
        let parts = IPFragments.of(packet, sizes: [80, 80])
        let patience = packet == Self.v4 ? 30.0 : 60.0
        var reassembly = Reassembly()
        reassembly.add(parts[0])
        reassembly.add(parts[2], at: patience - 1)
        #expect(reassembly.table.counts.incomplete == 0)
        // Too late: it begins another datagram, which is not complete either.
        #expect(reassembly.add(parts[1], at: patience + 1) == nil)
        #expect(reassembly.table.counts.incomplete == 1)
        reassembly.table.finish()
        #expect(reassembly.table.counts.incomplete == 2)
        #expect(reassembly.table.counts.reassembled == 0)
    }

    @Test func copiesOfFragmentsAreNoOverlaps() {
        let parts = IPFragments.of(Self.v4, sizes: [80, 80])
        var reassembly = Reassembly()
        var datagrams = 0
        for part in parts.flatMap({ [$0, $0] }) + parts where reassembly.add(part) != nil { datagrams += 1 }
        reassembly.table.finish()
        #expect(datagrams == 1)
        #expect(reassembly.table.counts.copies == 6)
        #expect(reassembly.table.counts.overlapping == 0)
        #expect(reassembly.table.counts.incomplete == 0)
    }

    @Test func anIdentificationIsUsedAgain() throws {
        let other = FrameBuilder().ipv4(
            from: "192.168.10.50", to: "198.51.100.25", identification: 7, dontFragment: false
        ).tcp(from: 54062, to: 25, sequence: 500).payload(Self.text.uppercased()).bytes
        var reassembly = Reassembly()
        for part in IPFragments.of(Self.v4, sizes: [80]) { reassembly.add(part) }
        var second: ReassembledDatagram?
        for part in IPFragments.of(other, sizes: [80]) { second = reassembly.add(part, at: 1) }
        #expect(Self.payload(try #require(second)) == Self.text.uppercased())
    }

    /// `first` says whether the intruder comes before the fragment that it overlaps.
    @Test(arguments: [false, true], [false, true])
    func overlappingOctetsThatCameFirstWin(_ differs: Bool, _ first: Bool) throws {
        let parts = IPFragments.of(Self.v4, sizes: [80, 80])
        // Octets 40 to 119: the second half of the first fragment, the first half of the second.
        var intruder = IPFragments.of(Self.v4, sizes: [40, 80])[1]
        if differs { for index in 20..<intruder.count { intruder[index] ^= 0x20 } }
        var reassembly = Reassembly()
        var datagram: ReassembledDatagram?
        for part in first ? [intruder] + parts : [parts[0], intruder, parts[1], parts[2]] {
            datagram = reassembly.add(part) ?? datagram
        }
        let octets = try #require(datagram).octets
        var expected = Array(Self.v4[20...])
        if differs { for index in (first ? 40 : 80)..<120 { expected[index] ^= 0x20 } }
        #expect(octets == expected)
        // The intruder first: both others overlap it. Between them: it overlaps one, and the other overlaps it.
        #expect(reassembly.table.counts.overlapping == 2)
        #expect(reassembly.table.counts.conflicting == (differs ? 2 : 0))
    }

    @Test func anEndThatContradictsIsNotBelieved() {
        let parts = IPFragments.of(Self.v4, sizes: [80, 80])
        let shorter = IPFragments.of(Array(Self.v4[..<140]), sizes: [80])
        var reassembly = Reassembly()
        reassembly.add(parts[2])
        reassembly.add(shorter[1])
        #expect(reassembly.table.counts.conflicting == 1)
        reassembly.add(parts[0])
        #expect(reassembly.add(parts[1])?.octets == Array(Self.v4[20...]))
    }

    @Test func aFragmentBeyondTheLargestDatagramIsLeftOut() {
        let beyond = FrameBuilder().ipv4(
            from: "192.168.10.50", to: "198.51.100.25", identification: 7, dontFragment: false, fragmentOffset: 65_528,
            protocolNumber: 6
        ).payload([UInt8](repeating: 1, count: 64)).bytes
        var reassembly = Reassembly()
        reassembly.add(beyond)
        for part in IPFragments.of(Self.v4, sizes: [80]) { reassembly.add(part) }
        #expect(reassembly.table.counts.reassembled == 1)
    }

    @Test(arguments: [0, 1, 2]) func theSnapLengthLeavesAKnownPrefix(_ cut: Int) throws {
        let parts = IPFragments.of(Self.v4, sizes: [80, 80])
        var reassembly = Reassembly()
        var datagram: ReassembledDatagram?
        for (index, part) in parts.enumerated() {
            datagram = reassembly.add(part, cut: index == cut ? 60 : nil) ?? datagram
        }
        let whole = try #require(datagram)
        let captured = cut * 80 + 40
        #expect(whole.octets == Array(Self.v4[20..<(20 + captured)]))
        let tcp = try #require(PacketDecoder.decode(whole).tcp)
        #expect(tcp.payloadLength == Self.text.utf8.count)
        #expect(tcp.payload.count == captured - 20)
    }

    @Test func everyTableIsBounded() {
        var limits = FragmentLimits()
        limits.datagrams = 8
        limits.octets = 4_000
        limits.fragmentsPerDatagram = 5
        var reassembly = Reassembly(limits)
        func packet(_ identification: UInt16, _ length: Int) -> [UInt8] {
            FrameBuilder().ipv4(
                from: "192.168.10.50", to: "198.51.100.25", identification: identification, dontFragment: false
            ).udp(from: 1, to: 2).payload([UInt8](repeating: 3, count: length)).bytes
        }
        for identification in 0..<20 {
            reassembly.add(IPFragments.of(packet(UInt16(identification), 40), sizes: [16])[0])
        }
        #expect(reassembly.table.counts.incomplete == 12)
        reassembly.add(IPFragments.of(packet(100, 4_100), sizes: [4_000])[0])
        #expect(reassembly.table.counts.incomplete == 21)
        for part in IPFragments.of(packet(101, 100), sizes: [8, 8, 8, 8, 8]) { reassembly.add(part) }
        #expect(reassembly.table.counts.reassembled == 0)
        for part in IPFragments.of(packet(102, 100), sizes: [8, 8, 8, 8]) { reassembly.add(part) }
        #expect(reassembly.table.counts.reassembled == 1)
    }

    @Test func aTunnelInFragmentsIsOpened() throws {
        let frame = FrameBuilder.outerUDP(to: 4789).payload([8, 0, 0, 0, 0, 0, 5, 0]).payload(.mirrored).bytes
        var reassembly = Reassembly()
        var datagram: ReassembledDatagram?
        for part in IPFragments.of(Array(frame[14...]), sizes: [40, 24]).reversed() { datagram = reassembly.add(part) }
        let packet = PacketDecoder.decode(try #require(datagram))
        #expect(packet.tcp?.destinationPort == 25)
        #expect(packet.tunnelID == 5)
        #expect(packet.link.source?.value == Fixture.inner)
    }

    @Test func extensionHeadersBehindTheFragmentHeaderAreRead() throws {
        let packet = FrameBuilder().ipv6(from: "2001:db8::50", to: "2001:db8::25").ipv6Extension(.destinationOptions)
            .greeting().bytes
        var reassembly = Reassembly()
        var datagram: ReassembledDatagram?
        // The first fragment holds the extension header alone.
        for part in IPFragments.of(packet, sizes: [8, 16]) { datagram = reassembly.add(part) }
        #expect(Self.payload(try #require(datagram)) == greetingText)
    }

    /// Whatever fragments say, the table ends, keeps its bounds, and hands out what was on the wire.
    @Test func hostileFragments() {
        var random = SplitMix64(seed: 4)
        var limits = FragmentLimits()
        limits.datagrams = 16
        limits.octets = 100_000
        var reassembly = Reassembly(limits)
        for _ in 0..<3_000 {
            let part = FrameBuilder().ipv4(
                from: "10.0.0.1", to: "10.0.0.2", identification: UInt16.random(in: 0..<40, using: &random),
                dontFragment: false, moreFragments: Bool.random(using: &random),
                fragmentOffset: UInt16.random(in: 0..<32, using: &random) * (Bool.random(using: &random) ? 8 : 2_040),
                protocolNumber: [6, 17, 47, 4].randomElement(using: &random)
            ).payload(
                (0..<Int.random(in: 0..<200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            )
            .bytes
            if let datagram = reassembly.add(part, at: Double.random(in: -5..<90, using: &random)) {
                #expect(datagram.octets.count == datagram.packet.ip?.payloadLength)
                _ = PacketDecoder.decode(datagram)
            }
        }
        reassembly.table.finish()
        #expect(reassembly.table.counts.fragments > 2_500)
        #expect(reassembly.table.counts.reassembled > 0)
    }
}
