import Bytes
import Capture
import Packets
import Sessions
import Streams
import TestSupport
import Testing

/// Sessions of a capture that is read and not watched: each is handed out when nothing can explain it any more.
@Suite struct SettledSessionTests {
    private static func assembler() -> SessionAssembler {
        var options = SessionAssembler.Options()
        options.waitsForContext = true
        return SessionAssembler(options)
    }

    private static let delivery = """
        S: 220 mx.example ESMTP
        C: QUIT
        S: 221 bye
        close from server
        """

    /// An attempt from this port, this many seconds after the first one.
    private static func frames(
        _ script: String, from port: UInt16 = 50_000, to serverPort: UInt16 = 25, at seconds: Double = 0
    ) throws -> [TestFrame] {
        var transcript = TranscriptCapture()
        transcript.client.port = port
        transcript.server.port = serverPort
        return try transcript.frames(script).map { $0.shifted(byNanoseconds: Int64(seconds * 1e9)) }
    }

    private final class Feed {
        let assembler = SettledSessionTests.assembler()
        private var number = 0

        func take(_ frames: [TestFrame]) {
            for frame in frames {
                number += 1
                assembler.process(frame.described(number: number), frame.bytes.rawSpan)
            }
        }

        func ports(at seconds: Double) -> [UInt16] {
            assembler.advance(to: Timestamp(nanoseconds: Timestamp.testStart.nanoseconds + Int64(seconds * 1e9)))
            return assembler.takeFinished().map(\.client.port)
        }
    }

    @Test func aConnectionIsSettledSecondsAfterItsEnd() throws {
        let feed = Feed()
        feed.take(try Self.frames(Self.delivery))
        #expect(feed.ports(at: 9) == [])
        #expect(feed.ports(at: 12) == [])
        #expect(feed.ports(at: 15) == [50_000])
        #expect(feed.ports(at: 1_000) == [])
        #expect(feed.assembler.finish().isEmpty)
    }

    /// A dark port, and another one that works four minutes later: the first session knows of the second.
    @Test func anAttemptThatFailedWaitsForTheNextOnes() throws {
        let feed = Feed()
        feed.take(try Self.frames("syn\nwait 1s\nsyn\nwait 2s\nsyn", from: 50_001, to: 26))
        #expect(feed.ports(at: 200) == [])
        feed.take(try Self.frames(Self.delivery, from: 50_002, to: 25, at: 240))
        #expect(feed.ports(at: 256) == [50_002])
        feed.assembler.advance(to: Timestamp(nanoseconds: Timestamp.testStart.nanoseconds + 302_000_000_000))
        let dark = feed.assembler.takeFinished()
        #expect(dark.map(\.client.port) == [50_001])
        #expect(dark.first?.attempts.map(\.server.port) == [25])
        #expect(dark.first?.attempts.map(\.isConnected) == [true])
    }

    /// The other attempt goes on when the first one is told.
    @Test func aConnectionThatGoesOnExplainsToo() throws {
        let feed = Feed()
        feed.take(try Self.frames("syn\nwait 1s\nsyn", from: 50_001, to: 26))
        feed.take(try Self.frames("S: 220 mx.example ESMTP\nC: EHLO copier\nS: 250 mx.example", from: 50_002, at: 250))
        feed.assembler.advance(to: Timestamp(nanoseconds: Timestamp.testStart.nanoseconds + 302_000_000_000))
        let dark = feed.assembler.takeFinished()
        #expect(dark.map(\.client.port) == [50_001])
        #expect(dark.first?.attempts.map(\.server.port) == [25])
    }

    /// More wait than are kept: the first ones are handed out, and all of them once.
    @Test func noMoreWaitThanAreKept() throws {
        let feed = Feed()
        let syn = try Self.frames("syn")
        var ports: [UInt16] = []
        for port in UInt16(10_000)..<16_000 {
            var transcript = TranscriptCapture()
            transcript.client.port = port
            feed.take(try transcript.frames("syn\nrst from server").prefix(2).map { $0 })
            if port % 1_000 == 999 { ports += feed.ports(at: 20) }
        }
        #expect(syn.count == 1)
        #expect(ports.count > 1_000)
        ports += feed.assembler.finish().map(\.client.port)
        #expect(ports.count == 6_000 && Set(ports).count == 6_000)
    }
}
