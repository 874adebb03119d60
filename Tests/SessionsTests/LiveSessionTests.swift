import Bytes
import Capture
import Packets
import SMTP
import Sessions
import Streams
import TestSupport
import Testing

/// Sessions as they end, without an end of the capture.
@Suite struct LiveSessionTests {
    private static let refusal = """
        S: 220 mx.example ESMTP
        C: EHLO copier
        S: 250 mx.example
        C: MAIL FROM:<a@b.example>
        """

    private static func after(_ frames: [TestFrame], _ seconds: Double) -> Timestamp {
        let last = frames.last?.time ?? .testStart
        return Timestamp(nanoseconds: last.nanoseconds + Int64(seconds * 1e9))
    }

    private static func assembler() -> SessionAssembler {
        var options = SessionAssembler.Options()
        options.streams.settleSeconds = 0.5
        options.isMailHostName = { $0.hasPrefix("smtp.") }
        return SessionAssembler(options)
    }

    private static func feed(_ assembler: SessionAssembler, _ frames: [TestFrame], from number: Int = 1) {
        for (index, frame) in frames.enumerated() {
            assembler.process(frame.described(number: number + index), frame.bytes.rawSpan)
        }
    }

    @Test func aClosedSessionIsHandedOutOnce() throws {
        let frames = try TranscriptCapture().frames(Self.refusal + "\nS: 550 no\nclose from client")
        let assembler = Self.assembler()
        Self.feed(assembler, frames)
        assembler.advance(to: Self.after(frames, 0.3))
        #expect(assembler.takeFinished().isEmpty)
        assembler.advance(to: Self.after(frames, 0.7))
        let sessions = assembler.takeFinished()
        #expect(sessions.count == 1)
        #expect(sessions.first?.isOpen == false)
        #expect(sessions.first?.dialogue.exchanges.count == 3)
        #expect(assembler.takeFinished().isEmpty)
        #expect(assembler.finish(marksOpen: true).isEmpty)
    }

    /// The server goes on sending after a reset: this is no new session.
    @Test func stragglersStartNothing() throws {
        let frames = try TranscriptCapture().frames(Self.refusal + "\nrst from client\nwait 2s\nretransmit from server")
        let split = frames.count - 1
        let assembler = Self.assembler()
        Self.feed(assembler, Array(frames.prefix(split)))
        assembler.advance(to: Self.after(Array(frames.prefix(split)), 1))
        #expect(assembler.takeFinished().count == 1)
        Self.feed(assembler, Array(frames.suffix(1)), from: split + 1)
        assembler.advance(to: Self.after(frames, 60))
        #expect(assembler.takeFinished().isEmpty)
        #expect(assembler.openConnections == 0)
    }

    @Test func aStalledSessionIsToldOnceAndAgainAtItsEnd() throws {
        let frames = try TranscriptCapture().frames(Self.refusal + "\nwait 100s\nS: 250 ok\nclose from server")
        let split =
            1 + (frames.indices.first { $0 > 0 && frames[$0].time.seconds(since: frames[$0 - 1].time) > 90 } ?? 0)
        let before = Array(frames.prefix(split - 1))
        let assembler = Self.assembler()
        Self.feed(assembler, before)
        assembler.advance(to: Self.after(before, 59))
        #expect(assembler.takeStalled(after: 60).isEmpty)
        assembler.advance(to: Self.after(before, 61))
        let stalled = assembler.takeStalled(after: 60)
        #expect(stalled.count == 1)
        #expect(stalled.first?.isOpen == true)
        #expect(stalled.first?.dialogue.exchanges.last?.verb == .mail)
        #expect(stalled.first?.connection?.history.isEmpty == false)
        #expect(assembler.takeStalled(after: 60).isEmpty)
        Self.feed(assembler, Array(frames.dropFirst(split - 1)), from: split)
        assembler.advance(to: Self.after(frames, 1))
        let ended = assembler.takeFinished()
        #expect(ended.count == 1)
        #expect(ended.first?.isOpen == false)
        #expect(ended.first?.first == stalled.first?.first)
        #expect(ended.first?.dialogue.exchanges.last?.reply?.code == 250)
    }

    @Test func silenceEndsASession() throws {
        let frames = try TranscriptCapture().frames(Self.refusal)
        let assembler = Self.assembler()
        Self.feed(assembler, frames)
        assembler.advance(to: Self.after(frames, 800))
        #expect(assembler.takeFinished().isEmpty)
        assembler.advance(to: Self.after(frames, 1_000))
        #expect(assembler.takeFinished().count == 1)
    }

    @Test func anUnansweredAttemptEndsEarlier() throws {
        let frames = try TranscriptCapture().frames("syn\nwait 1s\nsyn\nwait 2s\nsyn")
        let assembler = Self.assembler()
        Self.feed(assembler, frames)
        assembler.advance(to: Self.after(frames, 100))
        #expect(assembler.takeFinished().isEmpty)
        assembler.advance(to: Self.after(frames, 140))
        #expect(assembler.takeFinished().first?.connection?.client.opening?.count == 3)
    }

    @Test func whatIsOpenAtTheEndIsMarked() throws {
        let assembler = Self.assembler()
        Self.feed(assembler, try TranscriptCapture().frames(Self.refusal))
        let sessions = assembler.finish(marksOpen: true)
        #expect(sessions.map(\.isOpen) == [true])
    }

    // MARK: - Look-ups

    private static func query(
        _ name: String, at second: Double, answered: Bool, address: [UInt8]? = nil
    ) -> TestFrame {
        let labels = name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + [UInt8]($0.utf8) }
        let flags: [UInt8] = answered ? [0x81, address == nil ? 0x83 : 0x80] : [0x01, 0x00]
        let answer = address.map { [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4] + $0 } ?? []
        let counts: [UInt8] = [0, 1, 0, address == nil ? 0 : 1, 0, 0, 0, 0]
        let message: [UInt8] = [0, 7] + flags + counts + labels + [0, 0, 1, 0, 1] + answer
        let builder = FrameBuilder().ethernet()
        let frame =
            answered
            ? builder.ip(from: "192.0.2.53", to: "192.168.10.50").udp(from: 53, to: 40_000)
            : builder.ip(from: "192.168.10.50", to: "192.0.2.53").udp(from: 40_000, to: 53)
        return TestFrame(
            frame.payload(message).bytes,
            at: Timestamp(nanoseconds: Timestamp.testStart.nanoseconds + Int64(second * 1e9)))
    }

    @Test func aFailedLookupIsToldWhenItsTimeIsOver() {
        let assembler = Self.assembler()
        let frames = [
            Self.query("smtp.nowhere.example", at: 0, answered: false),
            Self.query("smtp.nowhere.example", at: 0.1, answered: true),
            Self.query("www.nowhere.example", at: 0.2, answered: true),
        ]
        Self.feed(assembler, frames)
        assembler.advance(to: Self.after(frames, 20))
        #expect(assembler.takeFinished().isEmpty)
        assembler.advance(to: Self.after(frames, 31))
        #expect(assembler.takeFinished().map { $0.lookup?.name } == ["smtp.nowhere.example"])
        assembler.advance(to: Self.after(frames, 90))
        #expect(assembler.takeFinished().isEmpty)
        #expect(assembler.finish(marksOpen: true).isEmpty)
    }

    /// The snap length cut the answer: that there is no address is not said.
    @Test func aCutAnswerIsNoFailure() {
        let assembler = Self.assembler()
        let whole = Self.query("smtp.found.example", at: 0, answered: true, address: [198, 51, 100, 25])
        for octets in [2, 8, 15] {
            let cut = TestFrame(Array(whole.bytes.dropLast(octets)), at: whole.time)
            Self.feed(assembler, [Self.query("smtp.found.example", at: -0.1, answered: false), cut])
        }
        assembler.advance(to: Self.after([whole], 200))
        #expect(assembler.takeFinished().isEmpty)
        #expect(assembler.finish().isEmpty)
    }

    /// The device found another way: its connection came and went before the look-up's time was over.
    @Test func aLookupThatAConnectionFollowedIsNone() throws {
        let assembler = Self.assembler()
        Self.feed(assembler, [Self.query("smtp.nowhere.example", at: -1, answered: true)])
        let frames = try TranscriptCapture().frames("S: 220 mx.example\nC: QUIT\nS: 221 bye\nclose from server")
        Self.feed(assembler, frames, from: 2)
        assembler.advance(to: Self.after(frames, 1))
        #expect(assembler.takeFinished().count == 1)
        assembler.advance(to: Self.after(frames, 60))
        #expect(assembler.takeFinished().isEmpty)
    }

    /// More names than are remembered: the latest are known nevertheless.
    @Test func theOldestLookupsGiveWay() {
        var options = SessionAssembler.Options()
        options.lookups = 80
        options.isMailHostName = { _ in true }
        let assembler = SessionAssembler(options)
        for number in 1...1_000 {
            let frame = Self.query("smtp.h\(number).example", at: Double(number) / 1_000, answered: true)
            assembler.process(frame.described(number: number), frame.bytes.rawSpan)
        }
        assembler.advance(to: Timestamp(nanoseconds: Timestamp.testStart.nanoseconds + 60_000_000_000))
        let names = assembler.takeFinished().compactMap { $0.lookup?.name }
        #expect((70...80).contains(names.count))
        #expect(names.last == "smtp.h1000.example")
    }

    /// A search suffix was tried first; the name itself was found.
    @Test(arguments: ["smtp.found.example.lan", "smtp.found"])
    func aNameThatWasFoundOtherwiseIsNoFailure(_ name: String) {
        let assembler = Self.assembler()
        let frames = [
            Self.query(name, at: 0, answered: true),
            Self.query("smtp.found.example", at: 0.1, answered: true, address: [198, 51, 100, 25]),
        ]
        Self.feed(assembler, frames)
        assembler.advance(to: Self.after(frames, 40))
        #expect(assembler.takeFinished().isEmpty)
    }

    /// ARP for more addresses than are remembered: the last question is still known at the end.
    @Test func theOldestNeighboursGiveWay() {
        var options = SessionAssembler.Options()
        options.neighbours = 4
        let assembler = SessionAssembler(options)
        var number = 0
        for second in 0..<3 {
            for host in [UInt8](1...6) {
                number += 1
                let time = Timestamp(
                    nanoseconds: Timestamp.testStart.nanoseconds + Int64(host) * 10_000_000_000 + Int64(second)
                        * 1_000_000_000)
                let target: FrameBuilder.Address = FrameBuilder.Address("192.168.10.\(host)") ?? "192.168.10.1"
                let sender: FrameBuilder.Address = FrameBuilder.Address("192.168.10.\(50 + host)") ?? "192.168.10.50"
                let frame = TestFrame(
                    FrameBuilder().ethernet().arp(.request, sender: sender, target: target).bytes,
                    at: time)
                assembler.process(frame.described(number: number), frame.bytes.rawSpan)
            }
        }
        #expect(!assembler.finish().isEmpty)
    }
}
