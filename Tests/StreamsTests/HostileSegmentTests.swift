import Bytes
import Capture
import Packets
import Streams
import TestSupport
import Testing

/// Segments with random numbers on few connections, under small limits: nothing may trap, and what is held stays small.
@Suite struct HostileSegmentTests {
    private func limits() -> StreamLimits {
        var limits = StreamLimits()
        limits.connections = 4
        limits.heldOctets = 4_000
        limits.heldOctetsInAll = 10_000
        limits.reorderPackets = 8
        limits.handshakes = 2
        limits.outstandingSegments = 8
        limits.resets = 2
        limits.comparedOctets = 100
        limits.lingerSeconds = 0.01
        return limits
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func randomSegments(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var frames: [TestFrame] = []
        let payload = random.bytes(600)
        var time: Int64 = 0
        for _ in 0..<25_000 {
            let isClient = Bool.random(using: &random)
            let client = UInt16.random(in: 50_000...50_003, using: &random)
            let server: UInt16 = [25, 25, 587, 8025].randomElement(using: &random) ?? 25
            // Near the wrap, near each other, or anywhere.
            let near = UInt32.random(in: 0...4_000, using: &random)
            let sequence = Int.random(in: 0...9, using: &random) == 0 ? .random(in: 0 ... .max, using: &random) : near
            let acknowledged =
                Int.random(in: 0...9, using: &random) == 0 ? .random(in: 0 ... .max, using: &random) : near
            var text = Array(payload.prefix(Int.random(in: 0...600, using: &random)))
            if Int.random(in: 0...5, using: &random) == 0 { text = Array("220 x\r\n".utf8) }
            time = Int.random(in: 0...2000, using: &random) == 0 ? Int64(bitPattern: random.next()) : time &+ 5_000_000
            let bytes = segment(
                fromClient: isClient, ports: (isClient ? client : server, isClient ? server : client),
                sequence &- 2_000, acknowledged &- 2_000, flags: UInt8(truncatingIfNeeded: random.next()) & 0x17,
                window: UInt16(truncatingIfNeeded: near), text)
            let cut = Int.random(in: 0...7, using: &random) == 0 ? Int.random(in: 40...80, using: &random) : bytes.count
            frames.append(TestFrame(bytes, at: Timestamp(nanoseconds: time)).cut(to: cut))
        }
        let replay = Replay(frames, limits: limits(), linkType: .raw, keepsText: false)
        #expect(replay.connections.count > 50)
        #expect(replay.mostHeld <= 10_000)
        for connection in replay.connections {
            #expect(connection.facts.client.resets.count <= 2)
            #expect(connection.facts.client.outstanding.count <= 8)
            #expect(connection.facts.client.octets >= 0)
            #expect(connection.facts.server.unacknowledged >= 0)
        }
    }

    /// IPv4 and TCP without options, put together by hand: this is done a hundred thousand times.
    private func segment(
        fromClient isClient: Bool, ports: (UInt16, UInt16), _ sequence: UInt32, _ acknowledged: UInt32, flags: UInt8,
        window: UInt16, _ payload: [UInt8]
    ) -> [UInt8] {
        func octets(_ value: UInt32) -> [UInt8] {
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
        }
        let length = UInt32(40 + payload.count)
        return [0x45, 0] + octets(length << 16) + [0, 0, 64, 6, 0, 0]
            + [10, 0, 0, isClient ? 1 : 2, 10, 0, 0, isClient ? 2 : 1]
            + octets(UInt32(ports.0) << 16 | UInt32(ports.1)) + octets(sequence) + octets(acknowledged)
            + [0x50, flags] + octets(UInt32(window) << 16) + [0, 0] + payload
    }
}
