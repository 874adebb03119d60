import Capture
import Diagnosis
import Knowledge
import Sessions
import Streams
import TestSupport
import Testing

/// `tcp.reset.forged`: yes and no take a sign that nothing innocent gives.
@Suite struct ResetOriginTests {
    private let script = Script.greeting + "C: EHLO copier\nrst from server"

    private func reset(_ attempt: Attempt, _ script: String? = nil) throws -> ResetOrigin {
        try #require(attempt.session(script ?? self.script).verdict.reset)
    }

    @Test func thatCrossedNoRouterIsForged() throws {
        let origin = try reset(Attempt().with { $0.resetTTL = 64 })
        #expect(origin.forged == .yes)
        #expect(origin.because.hasPrefix("the reset has TTL 64; the server's 3 other packets arrived with 119"))
    }

    @Test func fromElsewhereIsForged() throws {
        #expect(try reset(Attempt().with { $0.resetTTL = 249 }).forged == .yes)
    }

    /// The server's TTL, and the next of its counted identifications (RFC 6864 §2): two signs.
    @Test func withTheServersIdentificationIsItsOwn() throws {
        let origin = try reset(Attempt(), Script.mail + "C: RCPT TO:<a@example.net>\nrst from server")
        #expect(origin.forged == .no)
        #expect(origin.because.contains("(+1)"))
    }

    /// Of a host that sends random identifications the TTL is all there is, and boxes copy that.
    @Test func withTheServersTTLAloneIsUnknown() throws {
        let random = Attempt().with { $0.damage = { frames in frames.enumerated().map(Self.scramble) } }
        #expect(try reset(random, Script.mail + "C: RCPT TO:<a@example.net>\nrst from server").forged == .unknown)
    }

    @Test func ofTheClientBesideItIsItsOwn() throws {
        let origin = try reset(Attempt(), Script.data + "body 900 from client\nrst from client")
        #expect(origin.side == .client)
        #expect(origin.forged == .no)
    }

    // MARK: - Innocent look-alikes

    /// A load balancer resets with its own initial TTL, from the same distance: 255 - 246 is 128 - 119.
    @Test(arguments: [UInt8(246), 247, 55])
    func ofALoadBalancerIsUnknown(_ ttl: UInt8) throws {
        #expect(try reset(Attempt().with { $0.resetTTL = ttl }).forged == .unknown)
    }

    /// Several paths (ECMP): the server's packets arrive with 117 to 120, its reset with 118.
    @Test func overSeveralPathsIsNotForged() throws {
        let paths = Attempt().with {
            $0.resetTTL = 118
            $0.damage = { frames in
                frames.enumerated().map { index, frame in
                    frame.isFromServer && !frame.isReset ? frame.withTTL(index % 2 == 0 ? 117 : 120) : frame
                }
            }
        }
        let session = try paths.session(Script.mail + "C: RCPT TO:<a@example.net>\nrst from server")
        #expect(session.verdict.reset?.forged != .yes)
        #expect(session.verdict.cause == "reset-without-reply")
    }

    /// A server 1 ms away resets 1 ms after the command: nothing is quicker than it can be.
    @Test func ofANearServerIsNotForged() throws {
        let near = Attempt().with { $0.transcript.roundTripMilliseconds = 1 }
        #expect(try reset(near).forged != .yes)
    }

    /// A device that resets after it has read 221 owes nothing, and nobody is blamed.
    @Test(arguments: ["rst from client", "fin from server\nrst from client", "rst from server"])
    func afterQuitIsNobodysFault(_ ending: String) throws {
        let session = try Attempt().session(Script.accepted + "C: QUIT\nS: 221 2.0.0 Bye\n" + ending)
        #expect(session.verdict.outcome == .delivered)
        #expect(session.verdict.responsible == .none)
    }

    // MARK: - What the TTL does not show

    /// It acknowledges the command 0.2 ms after it, and the server is 20 ms away.
    @Test func quickerThanTheServerCanBe() throws {
        let quick = Attempt().with { $0.damage = { Self.resetAtOnce($0) } }
        let session = try quick.expect(
            script, .unknown, at: .ehlo, .unknown, "path-injects-reset",
            or: [.firewall, .isp, .networkPath, .serverFault], by: .network)
        #expect(session.verdict.reset?.forged == .yes)
        #expect(session.verdict.reset?.because.contains("less than 20 ms") == true)
    }

    /// The server's own packets go on long after it.
    @Test func theServerKnowsNothingOfIt() throws {
        let session = try Attempt().session(
            Script.greeting + "C: EHLO copier\nrst from server\nwait 1s\nS: 250 Ok\nwait 1s\nretransmit from server")
        #expect(session.verdict.reset?.forged == .yes)
        #expect(session.verdict.responsible == .unknown)
    }

    /// Packets that were on their way behind the reset say nothing.
    @Test func aPacketRightBehindItSaysNothing() throws {
        let session = try Attempt().session(Script.greeting + "C: EHLO copier\nrst from server\nack from server")
        #expect(session.verdict.reset?.forged != .yes)
    }

    // MARK: -

    private static func scramble(_ index: Int, _ frame: TestFrame) -> TestFrame {
        var frame = frame
        frame.bytes[18] = UInt8(truncatingIfNeeded: index &* 89)
        return frame
    }

    private static func resetAtOnce(_ frames: [TestFrame]) -> [TestFrame] {
        guard let index = frames.firstIndex(where: \.isReset) else { return frames }
        var frames = frames
        guard let command = frames[..<index].lastIndex(where: { !$0.isFromServer }) else { return frames }
        var reset = frames.remove(at: index)
        reset.time = Timestamp(nanoseconds: frames[command].time.nanoseconds + 200_000)
        frames.insert(reset, at: command + 1)
        return frames
    }
}

extension TestFrame {
    /// Of an untagged Ethernet frame with IPv4 from `Attempt`.
    var isFromServer: Bool { bytes.count > 33 && bytes[26] == 198 }
    var isReset: Bool { bytes.count > 47 && bytes[23] == 6 && bytes[47] & 0x04 != 0 }

    func withTTL(_ ttl: UInt8) -> TestFrame {
        var frame = self
        if frame.bytes.count > 22 { frame.bytes[22] = ttl }
        return frame
    }
}
