import Packets
import Streams
import TestSupport
import Testing

@Suite struct OrderTests {
    @Test func inOrder() throws {
        let replay = Replay(try TranscriptCapture().frames(shortSession))
        #expect(replay.events == shortSessionEvents)
        #expect(replay.connections.count == 1)
        #expect(replay.facts.packets == 17)
        #expect(replay.facts.history == "ShAdDafF")
        #expect(replay.facts.established?.frame == 3)
        #expect(!replay.facts.startsMidStream)
        #expect(replay.facts.client.octets == 19)
        #expect(replay.facts.server.octets == 62)
        #expect(replay.facts.client.missing == 0)
        #expect(replay.facts.firstClose?.side == .server)
        #expect(replay.facts.firstClose?.origin.frame == 14)
    }

    @Test func segmentsOutOfOrder() {
        var flow = Flow()
        flow.handshake()
        flow.add(.server, 0, 0, [.ack], "220 mx|", at: 30)
        flow.add(.client, 5, 8, [.ack], "copier|", at: 40)
        flow.add(.client, 0, 8, [.ack], "EHLO ", at: 41)
        #expect(flow.replay.events == ["S 220 mx|", "C EHLO copier|"])
        #expect(flow.replay.facts.client.octets == 13)
        #expect(flow.replay.facts.client.retransmissions == 0, "1 ms is no sender's timer")
    }

    /// The mirror shows one direction ten frames late, all the time.
    @Test func aDirectionThatIsAlwaysLate() throws {
        let commands = (0..<200).map { "C: NOOP \($0)\nS: 250 ok \($0)" }.joined(separator: "\n")
        let frames = try TranscriptCapture().frames(commands)
        let late = frames.enumerated()
            .sorted {
                ($0.offset + ($0.element.isFromClient ? 0 : 21), 0) < (
                    $1.offset + ($1.element.isFromClient ? 0 : 21), 1
                )
            }
            .map(\.element)
        let replay = Replay(late)
        #expect(replay.events == Replay(frames).events)
        #expect(replay.events.count == 400)
        #expect(replay.facts.server.missing == 0)
    }

    /// The mirror showed the reply before its command; its acknowledgement tells the order.
    @Test func aReplyCapturedBeforeItsCommand() throws {
        let frames = try TranscriptCapture().frames("acks off\n" + shortSession)
        let swapped = frames.swapping(5, 6)
        #expect(swapped != frames)
        #expect(Replay(swapped).events == shortSessionEvents)
    }

    @Test func aWholeDirectionLate() throws {
        let frames = try TranscriptCapture().frames("acks off\n" + shortSession)
        // Greeting, EHLO, reply, QUIT, reply: the client's two come after everything.
        let order = [1, 2, 3, 4, 6, 8, 5, 7, 9, 10]
        let late = zip(frames, order).map { frame, number in
            var moved = frames[number - 1]
            moved.time = frame.time
            return moved
        }
        #expect(Replay(late).events == shortSessionEvents)
    }

    @Test(arguments: [0xffff_ffff, 0xffff_fffe, 0xffff_fff0, 0x7fff_fff0, 0x8000_0000] as [UInt32])
    func sequenceNumbersWrap(_ start: UInt32) throws {
        var capture = TranscriptCapture()
        capture.client.initialSequence = start
        capture.server.initialSequence = start &- 3
        let frames = try capture.frames(
            "S: 220 mx\nC: DATA\nS: 354 go\nbody 40000 from client\nC: .\nS: 250 ok\nclose from client")
        let replay = Replay(frames)
        #expect(replay.connections.first?.client.count == 40_000 + 6 + 3)
        #expect(replay.connections.first?.server == Array("220 mx\r\n354 go\r\n250 ok\r\n".utf8))
        #expect(replay.facts.client.retransmissions == 0)
        #expect(replay.facts.client.missing == 0)
    }

    /// Both send a SYN, each before it saw the other's (RFC 9293 §3.5).
    @Test func simultaneousOpen() {
        var flow = Flow()
        flow.add(.client, -1, nil, [.syn], at: 0)
        flow.add(.server, -1, nil, [.syn], at: 1)
        flow.add(.client, -1, 0, [.syn, .ack], at: 11)
        flow.add(.server, -1, 0, [.syn, .ack], at: 12)
        flow.add(.server, 0, 0, [.ack], "220 mx|", at: 13)
        flow.add(.client, 0, 8, [.ack], "QUIT|", at: 20)
        let replay = flow.replay
        #expect(replay.connections.count == 1)
        #expect(replay.events == ["S 220 mx|", "C QUIT|"])
        #expect(replay.facts.clientAddress == Flow.client)
        #expect(!replay.facts.startsMidStream)
        #expect(replay.facts.server.missing == 0)
    }

    /// The client has said everything; the server still answers.
    @Test func halfClose() throws {
        let frames = try TranscriptCapture().frames(
            "S: 220 mx\nC: QUIT\nfin from client\nwait 1s\nS: 221 bye\nfin from server")
        let replay = Replay(frames)
        #expect(replay.events == ["S 220 mx|", "C QUIT|", "S 221 bye|"])
        #expect(replay.facts.firstClose?.side == .client)
        #expect(replay.facts.server.missing == 0)
        #expect(replay.facts.client.missing == 0)
        #expect(!replay.facts.client.finAcknowledgedUnseen)
    }

    /// The acknowledgement of a FIN that comes with data, captured before the FIN.
    @Test func theAnswerToAFINCapturedBeforeIt() {
        var flow = Flow()
        flow.handshake()
        flow.add(.server, 0, 0, [.ack], "220 mx|", at: 30)
        flow.add(.client, 0, 8, [.ack], "QUIT|", at: 40)
        flow.add(.server, 8, 7, [.ack], "221 bye|", at: 50)
        flow.add(.client, 6, 8, [.fin, .ack], at: 51)
        flow.add(.server, 17, 7, [.fin, .ack], at: 52)
        #expect(flow.replay.events == ["S 220 mx|", "C QUIT|", "S 221 bye|"])
        #expect(flow.replay.facts.client.missing == 0)
        #expect(!flow.replay.facts.client.finAcknowledgedUnseen)
    }

    @Test func aSYNWithData() {
        var flow = Flow()
        flow.add(.client, -1, nil, [.syn], "EHLO ", at: 0)
        flow.add(.server, -1, 5, [.syn, .ack], at: 10)
        flow.add(.client, 5, 0, [.ack], "x|", at: 20)
        #expect(flow.replay.events == ["C EHLO x|"])
    }
}

extension TestFrame {
    /// Sent by the client of `TranscriptCapture`.
    var isFromClient: Bool { bytes[6...11] == [2, 0, 0, 0, 0, 0x50] }
}
