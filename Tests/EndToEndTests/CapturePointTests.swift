import Capture
import Diagnosis
import Knowledge
import Sessions
import Streams
import TestSupport
import Testing

/// One session that a capture shows twice is one session, and its verdict is that of one copy.
@Suite struct CapturePointTests {
    /// With a retransmission of either side and a pause, so that a copy taken for one, or the reverse, shows.
    private static let script = """
        S: 220 mx.example ESMTP
        C: EHLO copier
        S: 250-mx.example
        S: 250 SIZE 10000000
        wait 300ms
        retransmit from server
        C: MAIL FROM:<scan@contoso.example>
        wait 250ms
        retransmit from client
        S: 250 2.1.0 Ok
        C: RCPT TO:<boss@contoso.example>
        S: 250 2.1.5 Ok
        C: DATA
        S: 354 Go ahead
        body 30000 from client
        C: .
        wait 1200ms
        S: 550 5.7.1 Service unavailable
        C: QUIT
        S: 221 2.0.0 Bye
        close from server
        """

    /// From the first point's clock to the second one's, in milliseconds.
    private static let delays = [0.01, 49.0, 80.0, 480.0, -0.4, -120.0, -480.0]

    @Test(arguments: delays, Point.all) func theSecondPointAddsNothing(_ delay: Double, _ point: Point) throws {
        for isV6 in [false, true] {
            let frames = try Self.frames(isV6: isV6)
            let once = try #require(try Self.judged(frames).first)
            let seen = frames.map { frame in
                var copy = frame.shifted(byNanoseconds: Int64(delay * 1e6))
                copy.bytes = point.bytes(frame.bytes)
                copy.interface = point.interface
                return copy
            }
            let all = try Self.judged(frames.merged(with: seen))
            let twice = try #require(all.first)
            let facts = try #require(twice.session.connection)
            #expect(all.count == 1)
            #expect(facts.duplicates == frames.count, "IPv6 \(isV6)")
            #expect(Self.summary(twice) == Self.summary(once), "IPv6 \(isV6)")
        }
    }

    /// Address translation: another client to the same server.
    @Test(arguments: delays) func beforeAndAfterTranslationIsOneSession(_ delay: Double) throws {
        let frames = try Self.frames(isV6: false)
        var outside = TranscriptCapture()
        outside.client.address = "203.0.113.10"
        outside.client.port = 40_001
        outside.client.ttl = 63
        outside.server.ttl = 53
        let seen = try outside.frames(Self.script).map { frame in
            var copy = frame.shifted(byNanoseconds: Int64(delay * 1e6))
            copy.interface = 1
            return copy
        }
        let all = try Self.judged(frames.merged(with: seen))
        let merged = try #require(all.first)
        #expect(all.count == 1)
        #expect(merged.session.client.description == "192.168.10.50:54062")
        #expect(merged.session.otherClients.map(\.description) == ["203.0.113.10:40001"])
        #expect(merged.session.connection?.duplicates == frames.count)
        #expect(Self.summary(merged) == Self.summary(try #require(try Self.judged(frames).first)))
    }

    /// Devices that always begin with the same number do not become one another.
    @Test func sessionsWithEqualNumbersStayApart() throws {
        var later = TranscriptCapture()
        later.client.address = "192.168.10.51"
        later.start = Timestamp(nanoseconds: Timestamp.testStart.nanoseconds + 60_000_000_000)
        var beside = TranscriptCapture()
        beside.client.port = 54_063
        let frames = try Self.frames(isV6: false).merged(with: later.frames(Self.script))
            .merged(with: beside.frames(Self.script))
        #expect(try Self.judged(frames).count == 3)
    }

    /// The identical packet later at the same point is what an end sent again.
    @Test func aRetransmissionIsNoCopy() throws {
        let frames = try Self.frames(isV6: false)
        let facts = try #require(try Self.judged(frames).first?.session.connection)
        #expect(facts.duplicates == 0)
        #expect(facts.server.retransmissions == 1)
        #expect(facts.client.retransmissions == 1)
        // A new identification at another point: the first of it was lost before the first point.
        let data = try #require(frames.firstIndex { $0.bytes.count > 1_400 })
        var again = frames[data].shifted(byNanoseconds: 60_000_000)
        again.bytes[18] ^= 0x7f
        again.interface = 1
        let changed = try #require(try Self.judged(frames.merged(with: [again])).first?.session.connection)
        #expect(changed.duplicates == 0)
        #expect(changed.client.retransmissions == 2)
    }

    /// What only the second point saw fills the first one's hole, with the first one's time to live.
    @Test func theSecondPointFillsHoles() throws {
        let frames = try Self.frames(isV6: false)
        let router = Point.router
        let seen = frames.map { frame in
            var copy = frame.shifted(byNanoseconds: 300_000)
            copy.bytes = router.bytes(frame.bytes)
            return copy
        }
        let holes = frames.enumerated().filter { $0.offset < 8 || $0.offset % 5 != 0 }.map(\.element)
        let found = try #require(try Self.judged(holes.merged(with: seen)).first)
        let facts = try #require(found.session.connection)
        #expect(facts.client.missing + facts.server.missing == 0)
        #expect(facts.client.ttlLowest == facts.client.ttlHighest)
        #expect(facts.server.ttlLowest == facts.server.ttlHighest)
        #expect(found.verdict.cause == (try Self.judged(frames)).first?.verdict.cause)
    }

    /// A router between the points cuts what the first one saw whole.
    @Test func fragmentsAtOnePointOnly() throws {
        let frames = try Self.frames(isV6: false)
        let seen = frames.flatMap { frame in
            (IPFragments.threeOf(Encapsulation.ip(frame.bytes)) ?? []).enumerated().map { step, packet in
                TestFrame(frame.bytes[..<14] + packet, at: frame.time)
                    .shifted(byNanoseconds: 100_000 + Int64(step) * 1_000)
            }
        }
        let once = try #require(try Self.judged(frames).first)
        let twice = try #require(try Self.judged(frames.merged(with: seen)).first)
        #expect(twice.session.connection?.duplicates == frames.count)
        #expect(Self.summary(twice) == Self.summary(once))
    }

    // MARK: -

    private static func frames(isV6: Bool) throws -> [TestFrame] {
        var capture = TranscriptCapture()
        if isV6 {
            capture.client.address = "2001:db8:1::50"
            capture.server.address = "2001:db8:2::25"
        }
        return try capture.frames(script)
    }

    private static func judged(_ frames: [TestFrame]) throws -> [DiagnosedSession] {
        let bytes = PcapngBytes.file(frames, linkTypes: [.ethernet, .ethernet], resolution: .nanoseconds)
        return try RecordedCapture(name: "points", bytes: bytes).judged()
    }

    private static func summary(_ diagnosed: DiagnosedSession) -> [String] {
        let facts = diagnosed.session.connection
        return [
            diagnosed.verdict.outcome.rawValue, diagnosed.verdict.cause, diagnosed.verdict.responsible.rawValue,
            diagnosed.verdict.endedBy.rawValue, diagnosed.verdict.headline,
            "retransmissions \(facts?.client.retransmissions ?? -1) \(facts?.server.retransmissions ?? -1)",
            "missing \(facts?.client.missing ?? -1) \(facts?.server.missing ?? -1)",
            "octets \(facts?.client.octets ?? -1) \(facts?.server.octets ?? -1)",
            "packets \(facts?.client.packets ?? -1) \(facts?.server.packets ?? -1)",
            "hops \(facts.map { $0.client.ttlHighest - $0.client.ttlLowest } ?? 0)",
            "hops \(facts.map { $0.server.ttlHighest - $0.server.ttlLowest } ?? 0)",
        ]
    }
}

/// A second place where a frame is seen, and what it looks like there.
struct Point: Sendable, CustomTestStringConvertible {
    let name: String
    var interface = 0
    let bytes: @Sendable ([UInt8]) -> [UInt8]

    var testDescription: String { name }

    static let router = Point(name: "behind a router, one mirror", bytes: routed)

    static let all = [
        router,
        Point(name: "behind a router, on another interface", interface: 1, bytes: routed),
        Point(name: "another interface", interface: 1) { $0 },
        Point(name: "another VLAN") { Encapsulation.vlan.frames($0)[0] },
        Point(name: "inside a tunnel") { Encapsulation.vxlan.frames($0)[0] },
    ]

    private static func routed(_ frame: [UInt8]) -> [UInt8] {
        var frame = frame
        for index in [5, 11] { frame[index] ^= 0x70 }
        frame[Encapsulation.type(frame) == [8, 0] ? 22 : 21] -= 1
        return frame
    }
}
