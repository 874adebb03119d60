import Packets
import Streams
import TestSupport
import Testing

/// What the mirror does to the order and the number of frames changes nothing of what is delivered.
@Suite struct OrderPropertyTests {
    private func session(acks: Bool) throws -> [TestFrame] {
        var capture = TranscriptCapture()
        capture.maximumSegmentSize = 20
        capture.client.initialSequence = 0xffff_ffe0
        return try capture.frames(
            (acks ? "" : "acks off\n") + """
                S: 220 mx.example ESMTP at your service
                C: EHLO copier.office.example
                S: 250-mx.example
                S: 250-PIPELINING
                S: 250 SIZE 1000
                C: MAIL FROM:<scan@office.example>
                C: RCPT TO:<someone@office.example>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 go
                body 90 from client
                C: .
                S: 250 queued
                C: QUIT
                S: 221 bye
                close from server
                """)
    }

    @Test(arguments: [true, false])
    func anyOrderWithinThreeFrames(acks: Bool) throws {
        let frames = try session(acks: acks)
        let expected = Replay(frames)
        #expect(expected.events.count == 9)
        let orders = [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        for start in 0..<(frames.count - 2) {
            for order in orders {
                let replay = Replay(reordered(frames, start, order))
                #expect(replay.events == expected.events, "frames from \(start + 1) in order \(order)")
            }
        }
    }

    @Test func manyThreesAtOnce() throws {
        let frames = try session(acks: true)
        let expected = Replay(frames).events
        var random = SplitMix64(seed: 7)
        for round in 0..<200 {
            var shuffled = frames
            for start in stride(from: 0, to: frames.count - 2, by: 3) {
                shuffled = reordered(shuffled, start, [0, 1, 2].shuffled(using: &random))
            }
            #expect(Replay(shuffled).events == expected, "round \(round)")
        }
    }

    @Test(arguments: [true, false])
    func everyFrameTwice(acks: Bool) throws {
        let frames = try session(acks: acks)
        let replay = Replay(frames.mirrored())
        #expect(replay.events == Replay(frames).events)
        #expect(replay.facts.duplicates == frames.count)
        #expect(replay.facts.packets == frames.count)
        #expect(replay.facts.client.retransmissions == 0)
        #expect(replay.facts.server.retransmissions == 0)
    }

    @Test func withoutAnyOnePureAcknowledgement() throws {
        let frames = try session(acks: true)
        let expected = Replay(frames).events
        // Ethernet, IPv4 and TCP without options; the flags say ACK and nothing else.
        let pure = frames.indices.filter { frames[$0].bytes.count == 54 && frames[$0].bytes[47] == 0x10 }
        #expect(pure.count > 10)
        for index in pure {
            #expect(Replay(frames.dropping(index + 1)).events == expected, "without frame \(index + 1)")
        }
    }

    @Test func everySegmentSentTwice() throws {
        let frames = try session(acks: true)
        let late = frames.flatMap { [$0, $0.shifted(byNanoseconds: 300_000_000)] }
        #expect(Replay(late).events == Replay(frames).events)
        #expect(Replay(late).facts.client.conflictingOverlaps == 0)
        #expect(Replay(late).facts.client.retransmissions > 5)
    }

    /// The three frames from `start` in another order, at the same times.
    private func reordered(_ frames: [TestFrame], _ start: Int, _ order: [Int]) -> [TestFrame] {
        var result = frames
        for (place, index) in order.enumerated() {
            result[start + place] = frames[start + index]
            result[start + place].time = frames[start + place].time
        }
        return result
    }
}
