import Packets
import Streams
import TestSupport
import Testing

@Suite struct LossTests {
    @Test func aReplyThatWasNotCaptured() throws {
        let replay = Replay(try TranscriptCapture().frames(shortSession).dropping(8))
        #expect(
            replay.events == [
                "S 220 mx.example ESMTP|", "C EHLO copier|", "gap server 31 notCaptured", "C QUIT|", "S 221 bye|",
            ])
        #expect(replay.facts.server.notCaptured == 31)
        #expect(replay.facts.server.neverSeen == 0)
        #expect(replay.facts.client.missing == 0)
        #expect(replay.facts.server.retransmissions == 0)
    }

    @Test func theLastReplyThatWasNotCaptured() throws {
        // Nothing shows it but the client's acknowledgement.
        let frames = try TranscriptCapture().frames("S: 220 mx\nC: QUIT\nS: 221 bye").dropping(8)
        #expect(Replay(frames).events == ["S 220 mx|", "C QUIT|", "gap server 9 notCaptured"])
    }

    @Test func partOfAMessageThatWasNotCaptured() throws {
        let frames = try TranscriptCapture().frames("S: 354 go\nbody 5840 from client\nS: 250 ok").dropping(7)
        let replay = Replay(frames)
        #expect(replay.events.count == 5)
        #expect(replay.events[2] == "gap client 1460 notCaptured")
        #expect(replay.connections.first?.client.count == 5840 - 1460)
    }

    /// Nobody acknowledged it, and it never came again: it was lost before this point.
    @Test func lostOnTheNetwork() {
        var flow = Flow()
        flow.handshake()
        flow.add(.server, 0, 0, [.ack], "220 mx|", at: 30)
        flow.add(.client, 0, 8, [.ack], "DATA|", at: 40)
        flow.add(.client, 106, 8, [.ack], "behind the hole|", at: 41)
        flow.add(.server, 8, 6, at: 50)
        let replay = flow.replay
        #expect(replay.events == ["S 220 mx|", "C DATA|", "gap client 100 neverSeen", "C behind the hole|"])
        #expect(replay.facts.client.neverSeen == 100)
        #expect(replay.facts.client.missing == 0)
        #expect(replay.facts.client.unacknowledged == 117)
    }

    /// Lost before this point, repeated a second later: no gap.
    @Test func lostAndRepeated() {
        var flow = Flow()
        flow.handshake()
        flow.add(.client, 5, 0, [.ack], "copier|", at: 40)
        flow.add(.client, 0, 0, [.ack], "EHLO ", at: 1040)
        let replay = flow.replay
        #expect(replay.events == ["C EHLO copier|"])
        #expect(replay.facts.client.retransmissions == 1, "a second is a sender's timer")
        #expect(replay.facts.client.octets == 13)
        #expect(replay.facts.client.neverSeen == 0)
    }

    @Test func onlyTheClientsDirection() throws {
        let frames = try TranscriptCapture().frames(shortSession).filter { $0.isFromClient }
        let replay = Replay(frames)
        #expect(
            replay.events == [
                "gap server 22 notCaptured", "C EHLO copier|", "gap server 31 notCaptured", "C QUIT|",
                "gap server 9 notCaptured",
            ])
        #expect(replay.facts.isOneDirection)
        #expect(replay.facts.server.finAcknowledgedUnseen, "the FIN's number is no octet")
        #expect(replay.facts.server.notCaptured == 62)
    }

    @Test func onlyTheServersDirection() throws {
        let frames = try TranscriptCapture().frames(shortSession).filter { !$0.isFromClient }
        let replay = Replay(frames)
        #expect(
            replay.events == [
                "S 220 mx.example ESMTP|", "gap client 13 notCaptured", "S 250-mx.example|250 SIZE 1000|",
                "gap client 6 notCaptured", "S 221 bye|",
            ])
        #expect(replay.facts.clientAddress == Flow.client)
        #expect(replay.facts.isOneDirection)
        #expect(replay.facts.client.finAcknowledgedUnseen)
    }

    @Test func startsInMidStream() throws {
        let replay = Replay(try TranscriptCapture().frames("midstream\n" + shortSession))
        #expect(replay.events == ["mid-stream"] + shortSessionEvents)
        #expect(replay.facts.startsMidStream)
        #expect(replay.facts.clientAddress == Flow.client)
        #expect(replay.facts.established == nil)
        #expect(replay.facts.client.missing + replay.facts.server.missing == 0)
    }

    @Test func startsInMidStreamWithOneDirection() throws {
        let all = try TranscriptCapture().frames("midstream\n" + shortSession)
        let replay = Replay(all.filter { $0.isFromClient })
        // The first acknowledgement is where the server's stream begins.
        #expect(
            replay.events == [
                "mid-stream", "C EHLO copier|", "gap server 31 notCaptured", "C QUIT|", "gap server 9 notCaptured",
            ])
    }

    /// The SYN is missing; the SYN-ACK tells where both streams begin.
    @Test func theSYNWasNotCaptured() throws {
        let replay = Replay(try TranscriptCapture().frames(shortSession).dropping(1))
        #expect(replay.events == shortSessionEvents)
        #expect(replay.facts.clientAddress == Flow.client)
        #expect(replay.facts.client.missing + replay.facts.server.missing == 0)
    }

    @Test func theSYNACKWasNotCaptured() throws {
        let replay = Replay(try TranscriptCapture().frames(shortSession).dropping(2))
        #expect(replay.events == shortSessionEvents)
        #expect(replay.facts.established?.frame == 2)
    }

    /// 54 octets of headers, and 6 of each payload.
    @Test func aSnapLengthCutsPayloads() throws {
        let replay = Replay(try TranscriptCapture().frames(shortSession).cut(to: 60))
        #expect(
            replay.events == [
                "S 220 mx", "gap server 16 truncated", "C EHLO c", "gap client 7 truncated", "S 250-mx",
                "gap server 25 truncated", "C QUIT|", "S 221 by", "gap server 3 truncated",
            ])
        #expect(replay.facts.truncatedPackets == 4)
        #expect(replay.facts.server.truncated == 44)
        #expect(replay.facts.server.notCaptured == 0)
        #expect(replay.facts.server.missing == 44)
    }

    /// Headers only: the sizes are all that is known.
    @Test func aSnapLengthWithoutPayload() throws {
        let replay = Replay(try TranscriptCapture().frames(shortSession).cut(to: 54).swapping(6, 8))
        #expect(
            replay.events == [
                "gap server 22 truncated", "gap client 13 truncated", "gap server 31 truncated",
                "gap client 6 truncated", "gap server 9 truncated",
            ])
    }
}
