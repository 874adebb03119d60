import Packets
import Streams
import TestSupport
import Testing

/// Signs of the machine that sent an end's packets.
@Suite struct PacketTrailTests {
    private func greeted() -> Flow {
        var flow = Flow()
        flow.handshake()
        flow.add(.server, 0, 0, [.ack], "220 mx|", at: 30, ttl: 119)
        flow.add(.client, 0, 8, at: 31)
        flow.add(.client, 0, 8, [.ack], "EHLO copier|", at: 40)
        flow.add(.server, 8, 13, [.ack], "250 mx|", at: 52, ttl: 119)
        return flow
    }

    @Test func distancesAreCounted() {
        let trail = greeted().replay.facts.server.trail
        #expect(trail.distances.map(\.ttl) == [64, 119])
        #expect(trail.distances.map(\.packets) == [1, 2])
        #expect(trail.distances.map(\.firstFrame) == [2, 4])
    }

    @Test func theQuickestAnswerIsTimed() {
        // The greeting's acknowledgement is the client's; EHLO at 40 is acknowledged at 52.
        let facts = greeted().replay.facts
        #expect(facts.server.quickestAnswer.map { Int(($0 * 1000).rounded()) } == 12)
    }

    /// What was sent twice may be answered to either (Karn): it times nothing.
    @Test func repeatedSegmentsTimeNothing() {
        var flow = Flow()
        flow.handshake()
        flow.add(.client, 0, 0, [.ack], "EHLO copier|", at: 40)
        flow.add(.client, 0, 0, [.ack], "EHLO copier|", at: 250)
        flow.add(.server, 0, 13, [.ack], "250 mx|", at: 251, ttl: 119)
        #expect(flow.replay.facts.server.quickestAnswer == nil)
    }

    @Test func aResetTellsWhatItHasSeen() {
        var flow = greeted()
        flow.add(.client, 13, 16, [.ack], "MAIL FROM:<a@b>|", at: 60)
        flow.add(.server, 16, 30, [.rst, .ack], at: 60.2, ttl: 64)
        let reset = flow.replay.facts.server.resets.first
        #expect(reset?.reaction.map { Int(($0 * 10_000).rounded()) } == 2)
        #expect(reset?.hasTimestamp == false)
        #expect(reset?.identificationStep == 2)
    }

    /// A reset that acknowledges less was on its way before.
    @Test func anOlderResetReactsToNothing() {
        var flow = greeted()
        flow.add(.client, 13, 16, [.ack], "MAIL FROM:<a@b>|", at: 60)
        flow.add(.server, 16, 13, [.rst, .ack], at: 60.2, ttl: 119)
        #expect(flow.replay.facts.server.resets.first?.reaction == nil)
    }

    @Test func packetsAfterAResetAreCounted() {
        var flow = greeted()
        flow.add(.server, 16, 13, [.rst, .ack], at: 60, ttl: 64)
        flow.add(.server, 16, 13, [.ack], "421 bye|", at: 900, ttl: 119)
        flow.add(.server, 16, 13, [.rst], at: 910, ttl: 119)
        let facts = flow.replay.facts.server
        #expect(facts.packetsAfterReset == 1)
        #expect(facts.firstAfterReset?.frame == 9 && facts.lastAfterReset?.frame == 9)
    }

    @Test func aCounterIsRecognised() {
        #expect(PacketTrail.step(from: 0xffff, to: 1) == 2)
        #expect(greeted().replay.facts.server.trail.isCounter == false, "two pairs are too few")
    }
}
