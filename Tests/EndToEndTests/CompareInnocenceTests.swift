import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions
import Streams
import TestSupport
import Testing

/// Packets that one of two captures lacks, and captures that do not belong together: nobody is blamed for them.
@Suite struct CompareInnocenceTests {
    // MARK: - One packet that the outside lost

    private static let begin = "S: 220 mx.example ESMTP\nC: EHLO copier\nS: 250 mx.example\n"

    /// A refusal from afar, whose SYN or whose reset the outer capture lost.
    @Test(arguments: [0, 1]) func aRefusalFromAfarIsNotTheBoxes(_ lost: Int) throws {
        let (inside, outside) = try CompareTests.pair("syn\nrst from server", "syn\nrst from server")
        var rest = try Self.carriedOn(inside, outside)
        rest.outside.remove(at: rest.outside.count - 2 + lost)
        let verdict = try #require(
            try CompareTests.judged(rest.inside, rest.outside).first { $0.session.client.port == 54_062 }?.verdict)
        #expect(verdict.responsible != .firewall)
        #expect(verdict.confidence == .possible || verdict.responsible == .unknown)
    }

    /// The same from beside the client, with nothing of it outside: the box.
    @Test func aRefusalFromBesideIsTheBoxes() throws {
        var (inside, outside) = try CompareTests.pair("syn\nrst from server", "syn\nrst from server")
        inside.setTTLOfResets(64)
        let (mine, others) = try Self.carriedOn(inside, Array(outside.dropLast(2)))
        let verdict = try #require(
            try CompareTests.judged(mine, others).first { $0.session.client.port == 54_062 }?.verdict)
        #expect(verdict.cause == "firewall-rejects-port")
        #expect(verdict.responsible == .firewall)
    }

    /// ICMP "prohibited" from a router of the provider; the SYN's outer copy is lost.
    @Test func anICMPErrorFromAfarIsNotTheBoxes() throws {
        let (inside, outside) = try CompareTests.pair("syn", "syn")
        let (mine, others) = try Self.carriedOn(
            inside.answered(from: "203.0.113.1", ttl: 63, to: "192.168.10.50"), Array(outside.dropLast()))
        let verdict = try #require(
            try CompareTests.judged(mine, others).first { $0.session.client.port == 54_062 }?.verdict)
        #expect(verdict.responsible != .firewall)
    }

    /// A single SYN that is not outside: one packet.
    @Test func oneSYNIsOnePacket() throws {
        let (mine, others) = try Self.carriedOn(try CompareTests.pair("syn", "syn").inside, [])
        let verdict = try #require(
            try CompareTests.judged(mine, others).first { $0.session.client.port == 54_062 }?.verdict)
        // The capture ends behind it: nobody waited.
        #expect(verdict.responsible == .capture)
    }

    /// A load balancer before the server resets with another TTL than the server's; the outer copy is lost.
    @Test(arguments: [UInt8(246), 110, 57]) func aResetOfALoadBalancerIsNotTheBoxes(_ ttl: UInt8) throws {
        let script = Self.begin + "acks off\nC: MAIL FROM:<a@example.org>\nack from server\nwait 25ms\nrst from server"
        var (inside, outside) = try CompareTests.pair(script, script)
        inside.setTTLOfResets(ttl)
        outside.removeLast()
        let verdict = try #require(try CompareTests.judged(inside, outside).first?.verdict)
        #expect(verdict.responsible != .firewall)
    }

    /// Where the box is, TTL 64, while the server is ten routers away: the box made it.
    @Test func aResetFromBesideIsTheBoxes() throws {
        let script = Self.begin + "acks off\nC: MAIL FROM:<a@example.org>\nack from server\nwait 25ms\nrst from server"
        var (inside, outside) = try CompareTests.pair(script, script)
        inside.setTTLOfResets(64)
        outside.removeLast()
        let verdict = try #require(try CompareTests.judged(inside, outside).first?.verdict)
        #expect(verdict.cause == "firewall-injects-reset")
        #expect(verdict.responsible == .firewall)
    }

    /// A device's system resets with another TTL than its program's packets; the inner copy is lost.
    @Test(arguments: [UInt8(254), 127, 62]) func aDevicesOwnResetIsNotTheBoxes(_ ttl: UInt8) throws {
        let script = Self.begin + "rst from client"
        var (inside, outside) = try CompareTests.pair(script, script)
        outside.setTTLOfResets(ttl)
        inside.removeLast()
        let verdict = try #require(try CompareTests.judged(inside, outside).first?.verdict)
        #expect(verdict.responsible != .firewall)
    }

    /// Both captures begin late, and the outer one lost a reply: its later replies seem to answer other commands.
    @Test func aReplyThatTheOutsideLostIsNoForgery() throws {
        let script = "midstream\n" + CompareTests.refusedRecipient
        let (inside, outside) = try CompareTests.pair(script, script)
        for index in outside.indices {
            var damaged = outside
            damaged.remove(at: index)
            let all = try CompareTests.judged(inside, damaged)
            #expect(all.allSatisfy { $0.verdict.responsible != .firewall }, "without frame \(index + 1) outside")
        }
    }

    /// A server with a public address in a network of the client's own, one router away: it need not pass the outside.
    @Test func aServerOfTheOwnNetworkIsNoBox() throws {
        let script = Self.begin + "C: MAIL FROM:<a@example.org>\nS: 451 4.3.0 Try later\nC: QUIT\nS: 221 bye"
        var inside = TranscriptCapture()
        inside.server.ttl = 63
        let (mine, others) = try Self.carriedOn(try inside.frames(script), [])
        let verdict = try #require(
            try CompareTests.judged(mine, others).first { $0.session.client.port == 54_062 }?.verdict)
        #expect(verdict.responsible != .firewall)
    }

    // MARK: - Captures that do not belong together

    /// Another day's attempt at the same name and server: the name alone does not make two captures one network's.
    @Test func theSameNameOnAnotherDayBindsNothing() throws {
        let syns = "syn\nwait 1s\nsyn\nwait 2s\nsyn"
        let inside = try CompareTests.pair(syns, syns).inside
        let outside = try CompareTests.pair(CompareInnocenceTests.begin, CompareInnocenceTests.begin, shift: (7, 9))
            .outside
        let all = try CompareTests.judged(
            LookupFrames(identifier: 0x1234).frames + inside,
            LookupFrames(identifier: 0x4321, client: "203.0.113.10").frames + outside.dropFirst(3))
        let verdict = try #require(all.first?.verdict)
        #expect(verdict.responsible == .unknown)
        #expect(verdict.cannotShow.contains { $0.contains("nothing in common") })
        #expect(all.first?.comparison?.clock == nil)
    }

    /// With the look-up's own identifier, it is the same network, and what did not come out is the box's doing: possibly,
    /// as the outside's last packet is the answer.
    @Test func theSameLookupBindsThem() throws {
        let syns = "syn\nwait 1s\nsyn\nwait 2s\nsyn"
        let inside = try CompareTests.pair(syns, syns).inside
        let outer = LookupFrames(identifier: 0x1234, client: "203.0.113.10").frames
        let verdict = try #require(
            try CompareTests.judged(LookupFrames(identifier: 0x1234).frames + inside, outer).first?.verdict)
        #expect(verdict.cause == "firewall-drops-port")
        #expect(verdict.confidence == .possible)
    }

    /// Captures of the project that have nothing to do with each other.
    @Test(arguments: ["fw-drop-25", "fw-reject-rst-25", "dns-nxdomain", "fw-asa-masks-starttls", "mx-spamhaus-at-rcpt"])
    func foreignCapturesSettleNothing(_ name: String) throws {
        let inside = try RecordedCapture(name + ".pcap")
        let alone = Culprits(inside.judged())
        for other in ["fw-one-way-after-ehlo-outside", "fw-store-and-forward-loses-outside", "ok-exim-25"] {
            let pair = RecordedPair(inside: inside, outside: try RecordedCapture(other + ".pcap"))
            let judged = pair.judged().filter { $0.comparison?.relation != .onlyOutside }
            for complaint in alone.complaints(about: judged) { Issue.record("\(name) with \(other): \(complaint)") }
        }
    }

    /// A capture beside its own copy shows nothing of a box.
    @Test(arguments: Repository.captureNames) func aCopyBlamesNoBox(_ name: String) throws {
        let capture = try RecordedCapture(name)
        let alone = Culprits(capture.judged())
        let judged = RecordedPair(inside: capture, outside: capture).judged()
        #expect(judged.allSatisfy { $0.verdict.responsible != .firewall })
        #expect(
            judged.allSatisfy { session in session.verdict.cleared.allSatisfy { !$0.because.contains("in the box") } })
        for complaint in alone.complaints(about: judged) { Issue.record("\(name): \(complaint)") }
    }

    /// Queries that are repeated, and an outer capture without a packet: the box is the first suspect, and no more.
    @Test func anEmptyOutsideIsNoProof() throws {
        let queries = [0.0, 5, 10].map { LookupFrames(identifier: 9).query(second: $0) }
        let verdict = try #require(try CompareTests.judged(queries, []).first?.verdict)
        #expect(verdict.cause == "firewall-drops-dns")
        #expect(verdict.confidence == .possible)
        #expect(verdict.candidates.contains(.dnsConfig))
    }

    // MARK: -

    /// Behind another connection that both captures saw, which binds them, 100 ms later.
    private static func carriedOn(
        _ inside: [TestFrame], _ outside: [TestFrame]
    ) throws -> (inside: [TestFrame], outside: [TestFrame]) {
        var first = TranscriptCapture(from: 50_001, to: 25)
        first.client.initialSequence = 700_001
        first.server.initialSequence = 800_001
        first.server.address = "198.51.100.77"
        let mine = try first.frames(begin)
        first.client.address = "203.0.113.10"
        first.client.ttl = 63
        first.server.ttl = 53
        func later(_ frames: [TestFrame]) -> [TestFrame] { frames.map { $0.shifted(byNanoseconds: 100_000_000) } }
        return (mine + later(inside), try first.frames(begin) + later(outside))
    }
}

/// A look-up of the transcript's server.
struct LookupFrames {
    var identifier: UInt16
    var client: FrameBuilder.Address = "192.168.10.50"

    var frames: [TestFrame] { [query(second: -0.1), answer(second: -0.08)] }

    func query(second: Double) -> TestFrame { frame([0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0], [], true, second) }

    func answer(second: Double) -> TestFrame {
        let record: [UInt8] = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 198, 51, 100, 25]
        return frame([0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0], record, false, second)
    }

    private func frame(_ head: [UInt8], _ record: [UInt8], _ isQuery: Bool, _ second: Double) -> TestFrame {
        var message = [UInt8(identifier >> 8), UInt8(identifier & 0xff)] + head
        for label in ["smtp", "office365", "com"] { message += [UInt8(label.utf8.count)] + Array(label.utf8) }
        message += [0, 0, 1, 0, 1] + record
        let resolver: FrameBuilder.Address = "192.0.2.53"
        let bytes = FrameBuilder()
            .ethernet(from: isQuery ? .client : .gateway, to: isQuery ? .gateway : .client)
            .ip(from: isQuery ? client : resolver, to: isQuery ? resolver : client)
            .udp(from: isQuery ? 40_000 : 53, to: isQuery ? 53 : 40_000)
            .payload(message).bytes
        return TestFrame(bytes, at: .testStart).shifted(byNanoseconds: Int64(second * 1e9))
    }
}

extension [TestFrame] {
    /// Of untagged Ethernet frames with IPv4.
    mutating func setTTLOfResets(_ ttl: UInt8) {
        for index in indices where self[index].bytes.count > 47 && self[index].bytes[47] & 0x04 != 0 {
            self[index].bytes[22] = ttl
        }
    }

    /// With an ICMP "prohibited" about the first frame, 5 ms after it.
    fileprivate func answered(
        from sender: FrameBuilder.Address, ttl: UInt8, to client: FrameBuilder.Address
    ) -> [TestFrame] {
        guard let first else { return self }
        let bytes = FrameBuilder().ethernet(from: .gateway, to: .client)
            .ip(from: sender, to: client, ttl: ttl).icmp(type: 3, code: 13)
            .payload([UInt8](first.bytes[14..<42])).bytes
        return [first, TestFrame(bytes, at: first.time).shifted(byNanoseconds: 5_000_000)] + dropFirst()
    }
}
