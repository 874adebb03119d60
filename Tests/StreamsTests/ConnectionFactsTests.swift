import Packets
import Streams
import TestSupport
import Testing

@Suite struct ConnectionFactsTests {
    @Test func repeatedSYNsAreCounted() throws {
        let frames = try TranscriptCapture().frames("syn\nwait 1s\nsyn\nwait 2s\nsyn")
        let facts = Replay(frames).facts
        #expect(facts.client.opening?.count == 3)
        #expect(facts.client.opening?.first.frame == 1)
        #expect(facts.client.opening?.last.frame == 3)
        #expect(facts.client.opening?.options.maximumSegmentSize == 1460)
        #expect(facts.client.opening?.options.windowScale == 7)
        #expect(facts.server.packets == 0)
        #expect(facts.established == nil)
        #expect(facts.history == "S")
        #expect(!facts.isOneDirection, "nothing says that an answer exists")
    }

    @Test func aSYNThatIsRefused() {
        var flow = Flow()
        flow.add(.client, -1, nil, [.syn], at: 0)
        flow.add(.server, -5001, 0, [.rst, .ack], at: 10, ttl: 52, window: 0)
        let facts = flow.replay.facts
        let reset = facts.server.resets.first
        #expect(reset?.answersSYN == true)
        #expect(reset?.ttl == 52)
        #expect(reset?.sequence == 0)
        #expect(reset?.distance == nil, "nothing of the server's numbers was known")
        #expect(facts.firstClose?.isReset == true)
        #expect(facts.history == "Sr")
        #expect(facts.server.zeroWindows == 0, "a reset announces no window")
    }

    @Test(arguments: [(8, 0), (9, 1), (1008, 1000), (0, -8)])
    func howFarAResetIsFromWhereItShouldBe(_ sequence: Int, _ distance: Int) {
        var flow = Flow()
        flow.handshake()
        flow.add(.server, 0, 0, [.ack], "220 mx|", at: 30, ttl: 52)
        flow.add(.server, sequence, 0, [.rst], at: 40, ttl: 250)
        let facts = flow.replay.facts
        #expect(facts.server.resets.map(\.distance) == [distance])
        #expect(facts.server.resets.first?.answersSYN == false)
        #expect(facts.server.resets.first?.ttl == 250)
        #expect(facts.server.ttlHighest == 64, "a reset's TTL is no TTL of the server")
        #expect(facts.server.ttlLowest == 52)
    }

    @Test func resetsBeyondTheLimitAreCounted() {
        var flow = Flow()
        flow.handshake()
        for index in 0..<9 { flow.add(.server, 0, 0, [.rst], at: 100 * Double(index + 1)) }
        #expect(flow.replay.facts.server.resetCount == 9)
        #expect(flow.replay.facts.server.resets.count == StreamLimits().resets)
    }

    @Test func segmentsThatNobodyAcknowledged() throws {
        let frames = try TranscriptCapture().frames(
            """
            S: 354 go
            acks off
            body 3000 from client
            wait 300ms
            retransmit from client
            wait 600ms
            retransmit from client
            """)
        let facts = Replay(frames).facts
        #expect(facts.client.unacknowledged == 3000)
        #expect(facts.client.outstanding.map(\.length) == [1460, 1460, 80])
        #expect(facts.client.outstanding.map(\.sent) == [1, 1, 3])
        #expect(facts.client.outstanding.last?.last.frame == frames.count)
        #expect(facts.client.largestSegment == 1460)
        #expect(facts.client.largestAcknowledged == 0)
        #expect(facts.server.outstanding.isEmpty)
    }

    @Test func onlySmallSegmentsAreAcknowledged() throws {
        let frames = try TranscriptCapture().frames("C: EHLO copier\nacks off\nbody 1460 from client")
        let facts = Replay(frames).facts
        #expect(facts.client.largestAcknowledged == 13)
        #expect(facts.client.largestSegment == 1460)
        #expect(facts.client.lastAcknowledged?.frame == 5)
        #expect(facts.client.outstanding.map(\.length) == [1460])
    }

    @Test func outstandingSegmentsHaveALimit() throws {
        var limits = StreamLimits()
        limits.outstandingSegments = 4
        let frames = try TranscriptCapture().frames("acks off\nbody 14600 from client")
        let facts = Replay(frames, limits: limits).facts
        #expect(facts.client.outstanding.count == 4)
        #expect(facts.client.unacknowledged == 14_600)
    }

    @Test func aWindowThatCloses() throws {
        let script = "S: 354 go\nbody 1460 from client\nwindow 0 from server\nwait 2s\nwindow 0 from server"
        let facts = Replay(try TranscriptCapture().frames(script)).facts
        #expect(facts.server.zeroWindows == 2)
        #expect(facts.server.zeroWindowFirst?.frame == 8)
        #expect(facts.server.isWindowClosed)
        #expect(facts.client.zeroWindows == 0)
        let opened = Replay(try TranscriptCapture().frames(script + "\nwindow 501 from server")).facts
        #expect(!opened.server.isWindowClosed)
    }

    @Test func timesOfTheHandshake() throws {
        let frames = try TranscriptCapture().frames("syn\nwait 3s\nsyn\nsyn-ack\nack from client")
        let seconds = Replay(frames).facts.handshakeSeconds ?? 0
        #expect(abs(seconds - 0.02) < 0.001, "from the SYN that was answered")
    }

    @Test func hardwareAddressesAndTags() throws {
        var capture = TranscriptCapture()
        capture.vlans = [7]
        let facts = Replay(try capture.frames(shortSession)).facts
        #expect(facts.client.mac?.description == "02:00:00:00:00:50")
        #expect(facts.server.mac?.description == "02:00:00:00:00:01")
        #expect(facts.vlans == [7])
        #expect(facts.client.ttlFirst == 64)
        #expect(facts.server.ttlFirst == 52)
    }

    @Test(arguments: [
        ("syn\nsyn-ack\nack from client", "ShA"),
        ("S: 220 mx\nC: QUIT\nrst from server", "ShAdDar"),
        ("S: 220 mx\nrst from client", "ShAdR"),
        ("midstream\nC: QUIT\nS: 221 bye\nfin from client", "DadAF"),
    ])
    func historyLetters(_ script: String, _ expected: String) throws {
        #expect(Replay(try TranscriptCapture().frames(script)).facts.history == expected)
    }
}
