import Capture

/// The state of the connection while a script is performed: sequence numbers, clock, and the frames so far.
struct TranscriptConnection {
    typealias Side = TranscriptStep.Side

    /// One side's half.
    private struct Half {
        /// The next sequence number to send.
        var next: UInt32
        var identification: UInt16 = 1
        /// As in the header: the SYN's scale of 7 makes it 64128 octets.
        var window: UInt16 = 501
        var lastSent: (sequence: UInt32, flags: FrameBuilder.TCPFlags, payload: [UInt8])?
    }

    private(set) var frames: [TestFrame] = []
    private let parameters: TranscriptCapture
    private var halves: [Side: Half]
    private var now: Int64
    private var lastSpeaker = Side.client
    private var acknowledges = true

    init(_ parameters: TranscriptCapture) {
        self.parameters = parameters
        now = parameters.start.nanoseconds
        halves = [
            .client: Half(next: parameters.client.initialSequence &+ 1),
            .server: Half(next: parameters.server.initialSequence &+ 1),
        ]
    }

    mutating func perform(_ step: TranscriptStep) {
        switch step {
        case .syn: synchronise(.client, [.syn])
        case .synAck: synchronise(.server, [.syn, .ack])
        case .midstream: break
        case .write(let side, let bytes): write(side, bytes)
        case .ack(let side): send(side, [.ack])
        case .fin(let side):
            send(side, [.fin, .ack])
            if acknowledges { send(side.other, [.ack]) }
        case .rst(let side): send(side, [.rst, .ack])
        case .retransmit(let side):
            guard let last = halves[side]?.lastSent else { return }
            emit(side, last.flags, sequence: last.sequence, payload: last.payload)
        case .window(let side, let window):
            halves[side]?.window = window
            send(side, [.ack])
        case .wait(let nanoseconds): now += nanoseconds
        case .acknowledging(let on): acknowledges = on
        }
    }

    private mutating func write(_ side: Side, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let segment = rest.prefix(max(1, Int(parameters.maximumSegmentSize)))
            rest = rest.dropFirst(segment.count)
            send(side, rest.isEmpty ? [.psh, .ack] : [.ack], Array(segment))
        }
        if acknowledges { send(side.other, [.ack]) }
    }

    /// A segment at the side's next sequence number.
    private mutating func send(_ side: Side, _ flags: FrameBuilder.TCPFlags, _ payload: [UInt8] = []) {
        guard var half = halves[side] else { return }
        let sequence = half.next
        if !payload.isEmpty || flags.contains(.fin) { half.lastSent = (sequence, flags, payload) }
        half.next &+= UInt32(truncatingIfNeeded: payload.count) &+ (flags.contains(.fin) ? 1 : 0)
        halves[side] = half
        emit(side, flags, sequence: sequence, payload: payload)
    }

    private mutating func synchronise(_ side: Side, _ flags: FrameBuilder.TCPFlags) {
        let options: [FrameBuilder.TCPOption] = [
            .maximumSegmentSize(parameters.maximumSegmentSize), .sackPermitted, .noOperation, .windowScale(7),
        ]
        emit(side, flags, sequence: (halves[side]?.next ?? 0) &- 1, options: options)
    }

    private mutating func emit(
        _ side: Side, _ flags: FrameBuilder.TCPFlags, sequence: UInt32, payload: [UInt8] = [],
        options: [FrameBuilder.TCPOption] = []
    ) {
        advanceClock(for: side)
        guard let half = halves[side], let peer = halves[side.other] else { return }
        halves[side]?.identification &+= 1
        let (source, destination) =
            side == .client ? (parameters.client, parameters.server) : (parameters.server, parameters.client)
        let bytes = linked(from: source, to: destination)
            .ip(from: source.address, to: destination.address, ttl: source.ttl, identification: half.identification)
            .tcp(
                from: source.port, to: destination.port, sequence: sequence,
                acknowledgment: flags.contains(.ack) ? peer.next : 0, flags: flags,
                window: flags.contains(.syn) ? 64240 : half.window,
                options: options
            )
            .payload(payload)
            .bytes
        frames.append(TestFrame(bytes, at: Timestamp(nanoseconds: now)))
    }

    /// Seen at the client: its own segments come at once, the server's a round trip later.
    private mutating func advanceClock(for side: Side) {
        if side == .server, lastSpeaker == .client {
            now += Int64(parameters.roundTripMilliseconds * 1e6)
        } else if !frames.isEmpty {
            now += side == lastSpeaker ? 10_000 : 50_000
        }
        lastSpeaker = side
    }

    private func linked(
        from source: TranscriptCapture.Endpoint, to destination: TranscriptCapture.Endpoint
    ) -> FrameBuilder {
        switch parameters.link {
        case .ethernet:
            let ethernet = FrameBuilder().ethernet(from: source.hardware, to: destination.hardware)
            return parameters.vlans.reduce(ethernet) { $0.vlan($1) }
        case .linuxCooked: return FrameBuilder().linuxCooked(from: source.hardware)
        case .linuxCooked2: return FrameBuilder().linuxCooked2(from: source.hardware)
        case .null: return FrameBuilder().null()
        case .raw: return FrameBuilder()
        }
    }
}

extension TranscriptStep.Side {
    fileprivate var other: Self { self == .client ? .server : .client }
}
