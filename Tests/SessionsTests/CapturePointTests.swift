import Packets
import Sessions
import Streams
import TestSupport
import Testing

/// One connection seen twice: before and behind address translation.
@Suite struct CapturePointTests {
    private let script = "S: 220 mx ESMTP\nC: EHLO x\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose from server"

    private func outside(_ change: (inout TranscriptCapture) -> Void = { _ in }) throws -> [TestFrame] {
        var capture = TranscriptCapture(from: 61_000, to: 25)
        capture.client.address = "203.0.113.9"
        capture.client.ttl = 63
        change(&capture)
        return try capture.frames(script).map { $0.shifted(byNanoseconds: 200_000) }
    }

    @Test func translationIsOneSession() throws {
        let inside = try TranscriptCapture().frames(script)
        for frames in [inside.merged(with: try outside()), try outside().merged(with: inside)] {
            let sessions = Assembly(frames).sessions
            #expect(sessions.count == 1)
            #expect(sessions.first?.client.description == "192.168.10.50:54062")
            #expect(sessions.first?.otherClients.map(\.description) == ["203.0.113.9:61000"])
        }
    }

    @Test func otherSequenceNumbersAreAnotherSession() throws {
        let inside = try TranscriptCapture().frames(script)
        let sessions = Assembly(inside.merged(with: try outside { $0.server.initialSequence = 77 })).sessions
        #expect(sessions.count == 2)
        #expect(sessions.allSatisfy { $0.otherClients.isEmpty })
    }

    @Test func anotherServerIsAnotherSession() throws {
        let inside = try TranscriptCapture().frames(script)
        let sessions = Assembly(inside.merged(with: try outside { $0.server.address = "198.51.100.26" })).sessions
        #expect(sessions.count == 2)
    }

    /// Numbers that many connections share were not chosen at random: they tell nothing of copies.
    @Test func sequenceNumbersOfManyConnectionsTellNoCopies() throws {
        var frames = try TranscriptCapture().frames(script)
        for number in 1...20 {
            frames = frames.merged(
                with: try outside { $0.client.address = .init(stringLiteral: "203.0.113.\(number)") })
        }
        let sessions = Assembly(frames).sessions
        #expect(sessions.count == 21)
        #expect(sessions.allSatisfy { $0.otherClients.isEmpty })
    }

    @Test func twoPrivateAddresses() throws {
        let inside = try TranscriptCapture().frames(script)
        let sessions = Assembly(inside.merged(with: try outside { $0.client.address = "10.9.9.9" })).sessions
        #expect(sessions.map(\.client.description) == ["192.168.10.50:54062"], "the first one seen")
    }
}
