import Capture
import Diagnosis
import TestSupport
import Testing

/// Several attempts of one device in one capture, and the story that they tell together.
struct History {
    private var frames: [TestFrame] = []
    private var count: UInt16 = 0
    private var clock = Timestamp.testStart

    /// Adds an attempt that begins so long after the one before began.
    mutating func add(
        _ script: String, after seconds: Double = 60, port: UInt16 = 25,
        change: (inout TranscriptCapture) -> Void = { _ in }
    ) throws {
        if count > 0 { clock = Timestamp(nanoseconds: clock.nanoseconds + Int64(seconds * 1e9)) }
        var transcript = TranscriptCapture(from: 40_000 + count, to: port)
        transcript.server.ttl = 119
        transcript.client.initialSequence = 1_000 + UInt32(count) * 7_919
        transcript.server.initialSequence = 5_000 + UInt32(count) * 104_729
        transcript.start = clock
        count += 1
        change(&transcript)
        frames += try transcript.frames(script)
    }

    /// Other frames, such as DHCP.
    mutating func add(_ frame: TestFrame) { frames.append(frame) }

    /// `change`: what happens to the verdicts before they are put together.
    func stories(_ change: (inout [DiagnosedSession]) -> Void = { _ in }) throws -> [DeviceStory] {
        let inOrder = frames.sorted { $0.time < $1.time }
        var sessions = try Attempt.judged(inOrder)
        change(&sessions)
        return DeviceStories(knowledge: Attempt.knowledge)
            .stories(sessions.enumerated().map { (id: $0.offset + 1, diagnosed: $0.element) })
    }

    /// The only device's story.
    func story() throws -> DeviceStory {
        let stories = try stories()
        #expect(stories.count == 1)
        return try #require(stories.first)
    }
}

extension DeviceStory {
    func pattern(_ id: String) -> Remark? { patterns.first { $0.id == id } }
    func habit(_ id: String) -> Remark? { habits.first { $0.id == id } }
}
