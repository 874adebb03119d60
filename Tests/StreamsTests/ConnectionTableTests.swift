import Packets
import Streams
import TestSupport
import Testing

@Suite struct ConnectionTableTests {
    @Test func aPortIsUsedAgain() throws {
        let first = try TranscriptCapture().frames("S: 220 one\nclose from server")
        var capture = TranscriptCapture()
        capture.client.initialSequence = 90_000
        capture.server.initialSequence = 80_000
        let second = try capture.frames("S: 220 two").map { $0.shifted(byNanoseconds: 1_000_000_000) }
        let replay = Replay(first + second)
        #expect(replay.connections.map(\.events) == [["S 220 one|"], ["S 220 two|"]])
        #expect(replay.connections.last?.facts.first.frame == first.count + 1)
        #expect(replay.connections.last?.facts.startsMidStream == false)
    }

    /// The same SYN again is no new connection.
    @Test func aSYNRepeatedLate() throws {
        let frames = try TranscriptCapture().frames("S: 220 one")
        let replay = Replay(frames + [frames[0].shifted(byNanoseconds: 500_000_000)])
        #expect(replay.connections.count == 1)
        #expect(replay.facts.client.opening?.count == 2)
    }

    @Test func aLoneFINOpensNothing() throws {
        let frames = try TranscriptCapture().frames("midstream\nfin from client\nrst from server")
        let replay = Replay(frames)
        #expect(replay.connections.isEmpty)
        #expect(replay.otherSegments == 3)
    }

    @Test(arguments: [(50_000, 8025), (8025, 50_000)] as [(UInt16, UInt16)])
    func mailOnAnyPort(_ client: UInt16, _ server: UInt16) throws {
        let frames = try TranscriptCapture(from: client, to: server).frames(shortSession)
        let replay = Replay(frames)
        #expect(replay.connections.count == 1)
        #expect(replay.events == shortSessionEvents)
        #expect(replay.facts.clientAddress.port == client)
        #expect(replay.facts.client.opening?.first.frame == 1, "the handshake was remembered")
        #expect(replay.facts.server.opening?.first.frame == 2)
        #expect(replay.facts.first.frame == 1)
        #expect(!replay.facts.startsMidStream)
        #expect(replay.facts.established != nil)
    }

    /// A mail port that the client happened to get as its own says nothing of the server.
    @Test(arguments: [(2525, 22, false), (2525, 8080, false), (2525, 22, true)] as [(UInt16, UInt16, Bool)])
    func aMailPortOfTheClientsOwn(_ client: UInt16, _ server: UInt16, isMidStream: Bool) throws {
        let script = (isMidStream ? "midstream\n" : "") + "S: SSH-2.0-OpenSSH_9.2\nC: SSH-2.0-PuTTY"
        let replay = Replay(try TranscriptCapture(from: client, to: server).frames(script))
        #expect(replay.connections.isEmpty)
        #expect(replay.otherSegments > 0)
    }

    @Test func mailFromAMailPort() throws {
        let replay = Replay(try TranscriptCapture(from: 2525, to: 8025).frames(shortSession))
        #expect(replay.events == shortSessionEvents)
        #expect(replay.facts.clientAddress.port == 2525)
    }

    @Test func mailOnAnyPortInMidStream() throws {
        let replay = Replay(
            try TranscriptCapture(from: 50_000, to: 8025).frames("midstream\nC: EHLO copier\nS: 250 ok"))
        #expect(replay.facts.clientAddress.port == 50_000)
        #expect(replay.events == ["mid-stream", "C EHLO copier|", "S 250 ok|"])
    }

    @Test func otherPortsWithoutASignAreCounted() throws {
        let frames = try TranscriptCapture(from: 50_000, to: 80).frames("C: GET / HTTP/1.1\nS: HTTP/1.1 200 OK")
        let replay = Replay(frames)
        #expect(replay.connections.isEmpty)
        #expect(replay.otherSegments == frames.count)
    }

    /// FTP greets with 220, too.
    @Test func whatNobodyWantsIsNotFollowed() throws {
        let frames = try TranscriptCapture(from: 50_000, to: 21).frames(
            "S: 220 ftp ready\nC: USER scan\nS: 331 password\nC: PASS x\nS: 230 in")
        let replay = Replay(frames, unwantedWord: "USER")
        #expect(replay.events == ["S 220 ftp ready|", "C USER scan|"])
    }

    /// The handshake of such a connection comes from a cache, which has none of its octets.
    @Test func aRememberedSYNWithOctets() {
        for octets in ["x", "xyz"] {
            var flow = Flow(from: 50_000, to: 8025)
            flow.add(.client, -1, nil, [.syn], octets, at: 0)
            flow.add(.server, -1, octets.count, [.syn, .ack], at: 10)
            flow.add(.server, 0, octets.count, [.ack], "220 mx|", at: 20)
            let events = flow.replay.events
            #expect(events.last == "S 220 mx|")
        }
    }

    @Test func aRememberedSYNWhoseOctetsWereCut() {
        var flow = Flow(from: 50_000, to: 8025)
        flow.add(.client, -1, nil, [.syn], "EHLO x|", at: 0)
        flow.add(.server, 0, 8, [.ack], "220 mx|", at: 20)
        let replay = Replay([flow.frames[0].cut(to: 54), flow.frames[1]])
        #expect(replay.events.last == "S 220 mx|")
    }

    // MARK: - Limits

    @Test func theLongestIdleMakesRoom() throws {
        var limits = StreamLimits()
        limits.connections = 8
        var frames: [TestFrame] = []
        for port in UInt16(40_000)..<40_020 {
            let capture = TranscriptCapture(from: port, to: 25)
            frames += try capture.frames("S: 220 mx").map {
                $0.shifted(byNanoseconds: Int64(port - 40_000) * 1_000_000_000)
            }
        }
        let replay = Replay(frames, limits: limits)
        #expect(replay.evicted == 12)
        #expect(replay.connections.count == 20, "what had to make room is told, too")
        #expect(replay.connections.first?.facts.clientAddress.port == 40_000)
        #expect(replay.connections.allSatisfy { $0.events == ["S 220 mx|"] })
    }

    /// A hole that nobody fills, and more behind it than may be held.
    @Test func octetsOfOneConnectionAreHeldUpToALimit() {
        var limits = StreamLimits()
        limits.heldOctets = 8_000
        var flow = Flow()
        flow.handshake()
        for index in 1...50 {
            flow.add(.client, index * 1000, 0, [.ack], String(repeating: "x", count: 1000), at: 20 + Double(index))
        }
        let replay = Replay(flow.frames, limits: limits)
        #expect(replay.mostHeld <= 8_000)
        #expect(replay.events.first == "gap client 1000 neverSeen")
        #expect(replay.connections.first?.client.count == 50_000)
    }

    /// The snap length left nothing of the payloads: what is held has no octets, and still takes room.
    @Test func headersOnlyAreHeldUpToALimit() {
        var limits = StreamLimits()
        limits.heldOctets = 8_000
        var flow = Flow()
        flow.handshake()
        for index in 1...2000 {
            flow.add(.client, index * 1000, 0, [.ack], "0123456789", at: 20 + Double(index) / 100)
        }
        let replay = Replay(flow.frames.map { $0.bytes.count > 60 ? $0.cut(to: 54) : $0 }, limits: limits)
        #expect(replay.events.first == "gap client 1000 neverSeen")
        #expect(replay.events.count > 2000)
        #expect(replay.mostHeld > 0)
        #expect(replay.mostHeld <= 8_000)
    }

    /// Each side acknowledges what the other has not sent yet: both wait for ever.
    @Test func acknowledgementsThatContradictEachOther() {
        var limits = StreamLimits()
        limits.heldOctets = 8_000
        var flow = Flow()
        flow.handshake()
        for index in 0..<50 {
            let text = String(repeating: "x", count: 1000)
            flow.add(.client, index * 1000, 1000 * (index + 1), [.ack], text, at: 20 + Double(index))
            flow.add(.server, index * 1000, 1000 * (index + 1), [.ack], text, at: 20.5 + Double(index))
        }
        let replay = Replay(flow.frames, limits: limits)
        #expect(replay.mostHeld <= 8_000)
        #expect(replay.connections.first?.client.count == 50_000)
        #expect(replay.connections.first?.server.count == 50_000)
    }

    @Test func octetsOfAllConnectionsAreHeldUpToALimit() {
        var limits = StreamLimits()
        limits.heldOctetsInAll = 20_000
        var frames: [TestFrame] = []
        for port in UInt16(40_000)..<40_100 {
            var flow = Flow(from: port)
            flow.handshake(at: Double(port - 40_000))
            flow.add(.client, 500, 0, [.ack], String(repeating: "x", count: 1000), at: 100 + Double(port - 40_000))
            frames += flow.frames
        }
        let replay = Replay(frames, limits: limits)
        #expect(replay.mostHeld <= 20_000)
        #expect(replay.connections.count == 100)
        #expect(replay.connections.allSatisfy { $0.client.count == 1000 && $0.facts.client.neverSeen == 500 })
    }
}
