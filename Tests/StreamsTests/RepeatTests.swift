import Capture
import Packets
import Streams
import TestSupport
import Testing

@Suite struct RepeatTests {
    @Test func aRetransmissionIsNotDeliveredAgain() throws {
        let frames = try TranscriptCapture().frames(
            "S: 220 mx\nC: EHLO copier\nwait 300ms\nretransmit from client\nS: 250 ok")
        let replay = Replay(frames)
        #expect(replay.events == ["S 220 mx|", "C EHLO copier|", "S 250 ok|"])
        #expect(replay.facts.client.retransmissions == 1)
        #expect(replay.facts.client.conflictingOverlaps == 0)
        #expect(replay.facts.client.octets == 13)
        #expect(replay.facts.duplicates == 0)
    }

    @Test func theFirstCopyOfDifferingOctetsWins() {
        var flow = Flow()
        flow.handshake()
        flow.add(.server, 0, 0, [.ack], "220 true|", at: 30)
        flow.add(.server, 0, 0, [.ack], "554 fake|", at: 330)
        let replay = flow.replay
        #expect(replay.events == ["S 220 true|"])
        #expect(replay.facts.server.conflictingOverlaps == 1)
        #expect(replay.facts.server.conflict?.frame == 5)
        #expect(replay.facts.server.retransmissions == 1)
    }

    @Test func aSegmentWithOldAndNewOctets() {
        var flow = Flow()
        flow.handshake()
        flow.add(.client, 0, 0, [.ack], "EHLO cop", at: 30)
        flow.add(.client, 0, 0, [.ack], "EHLO copier|", at: 330)
        let replay = flow.replay
        #expect(replay.events == ["C EHLO copier|"])
        #expect(replay.facts.client.conflictingOverlaps == 0)
        #expect(replay.facts.client.octets == 13)
    }

    @Test func heldCopiesAreTrimmed() {
        var flow = Flow()
        flow.handshake()
        flow.add(.client, 3, 0, [.ack], "defg", at: 30)
        flow.add(.client, 3, 0, [.ack], "defghij", at: 31)
        flow.add(.client, 8, 0, [.ack], "ij", at: 32)
        flow.add(.client, 0, 0, [.ack], "abcd", at: 33)
        #expect(flow.replay.events == ["C abcdefghij"])
    }

    /// One octet before the next one, as some systems send it to ask whether the peer is there (RFC 9293 §3.8.4).
    @Test func aKeepAliveIsNoConflict() {
        var flow = Flow()
        flow.handshake()
        flow.add(.client, 0, 0, [.ack], "NOOP|", at: 30)
        flow.add(.server, 0, 6, at: 31)
        flow.add(.client, 5, 0, [.ack], "\0", at: 60_000)
        flow.add(.client, 5, 0, [.ack], at: 120_000)
        let replay = flow.replay
        #expect(replay.events == ["C NOOP|"])
        #expect(replay.facts.client.conflictingOverlaps == 0)
        #expect(replay.facts.client.retransmissions == 0)
        #expect(replay.facts.client.unacknowledged == 0)
    }

    /// Segmentation offload makes segments that are longer than what is kept for comparison.
    @Test func aRepetitionAfterAVeryLongSegment() {
        var random = SplitMix64(seed: 1)
        let long = String(decoding: random.bytes(6000).map { $0 % 26 + 97 }, as: UTF8.self)
        var flow = Flow()
        flow.handshake()
        flow.add(.client, 0, 0, [.ack], "DATA|", at: 30)
        flow.add(.client, 6, 0, [.ack], long, at: 31)
        flow.add(.client, 6 + 1900, 0, [.ack], String(long.dropFirst(1900).prefix(1000)), at: 400)
        #expect(flow.replay.facts.client.retransmissions == 1)
        #expect(flow.replay.facts.client.conflictingOverlaps == 0)
    }

    // MARK: - Copies of the mirror

    @Test func theMirrorShowsAPacketTwice() throws {
        let frames = try TranscriptCapture().frames(shortSession)
        let replay = Replay(frames.duplicating(6, after: 49_000))
        #expect(replay.facts.duplicates == 1)
        #expect(replay.facts.client.retransmissions == 0)
        #expect(replay.facts.packets == 17)
        #expect(replay.events == shortSessionEvents)
    }

    /// The router forwards it: other hardware addresses, one hop less, other checksum of the IP header.
    @Test func beforeAndBehindARouter() throws {
        let inside = try TranscriptCapture().frames(shortSession)
        var capture = TranscriptCapture()
        capture.client.ttl = 63
        capture.server.ttl = 53
        capture.client.hardware = "02:00:00:00:00:02"
        capture.server.hardware = "02:00:00:00:00:03"
        capture.vlans = [20]
        let outside = try capture.frames(shortSession).map { $0.shifted(byNanoseconds: 40_000) }
        let replay = Replay(inside.merged(with: outside))
        #expect(replay.events == shortSessionEvents)
        #expect(replay.facts.duplicates == 17)
        #expect(replay.facts.client.retransmissions == 0)
    }

    /// The same packet 300 ms later is the sender's doing.
    @Test func aRetransmissionIsNoCopy() throws {
        let frames = try TranscriptCapture().frames(shortSession)
        let replay = Replay(frames + [frames[5].shifted(byNanoseconds: 900_000_000)])
        #expect(replay.facts.duplicates == 0)
        #expect(replay.facts.client.retransmissions == 1)
    }

    /// Times may be anything that 64 bits hold.
    @Test func timesFromOneEndToTheOther() throws {
        let frames = try TranscriptCapture().frames(shortSession)
        for extreme in [Int64.min, .max, 0, -1] {
            let moved = frames.duplicating(6).replacing(7) { $0.time = .init(nanoseconds: extreme) }
                .replacing(6) { $0.time = .init(nanoseconds: 0) }
            #expect(Replay(moved).events == shortSessionEvents)
        }
    }

    /// Two segments that nobody wants are answered with two resets, which have no identification and are alike.
    @Test func aHostsTwoResetsAreNoCopies() {
        #expect(Self.withResets(copiedSYN: false).facts.duplicates == 0)
        #expect(Self.withResets(copiedSYN: false).facts.client.resets.count == 2)
    }

    /// The same where the mirror doubles everything.
    @Test func aMirrorsTwoResetsAreCopies() {
        #expect(Self.withResets(copiedSYN: true).facts.duplicates == 2)
        #expect(Self.withResets(copiedSYN: true).facts.client.resets.count == 1)
    }

    /// Two acknowledgements of the same octet: what is missing is asked for (RFC 5681 §3.2).
    @Test func acknowledgementsWithoutIdentificationAreNoCopies() {
        var flow = Flow()
        flow.handshake()
        flow.add(.client, 0, 0, [.ack], "EHLO copier|", at: 30)
        for microsecond in 0..<3 {
            flow.add(.server, 0, 0, at: 40 + Double(microsecond) / 1_000, identification: 0)
        }
        #expect(flow.replay.facts.duplicates == 0)
        #expect(flow.replay.facts.server.packets == 4)
    }

    private static func withResets(copiedSYN: Bool) -> Replay {
        var flow = Flow()
        flow.add(.client, -1, nil, [.syn], at: 0, identification: 7)
        if copiedSYN { flow.add(.client, -1, nil, [.syn], at: 0.01, identification: 7) }
        flow.add(.server, -1, 0, [.syn, .ack], at: 10)
        flow.add(.client, 0, 0, at: 20)
        flow.add(.server, 0, 0, [.ack], "220 mx.example|", at: 30)
        flow.add(.client, 0, nil, [.rst], at: 40, identification: 0)
        flow.add(.client, 0, nil, [.rst], at: 40.09, identification: 0)
        return flow.replay
    }
}
