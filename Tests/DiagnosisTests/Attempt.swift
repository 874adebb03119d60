import Capture
import Diagnosis
import Knowledge
import Sessions
import TLS
import TestSupport
import Testing

/// One attempt to send mail, written as a transcript: its capture, and the verdict over it. The capture is taken beside
/// a device with a private address, whose server is nine hops away.
struct Attempt {
    var transcript = TranscriptCapture()
    /// The name that the device looked up before; nil where the capture has no DNS.
    var name: String?
    /// Every reset that bears the server's address arrives with this TTL; nil: the server's own.
    var resetTTL: UInt8?
    /// Every reset that bears the client's address has this TTL.
    var clientResetTTL: UInt8?
    var snapLength = 262_144
    /// What happens to the frames before they are written.
    var damage: @Sendable ([TestFrame]) -> [TestFrame] = { $0 }

    init(port: UInt16 = 25, name: String? = nil) {
        self.name = name
        transcript.server.port = port
        transcript.server.ttl = 119
    }

    /// The same attempt, seen beyond the firewall: its public address, one hop later.
    static func outside(port: UInt16 = 25) -> Attempt {
        var attempt = Attempt(port: port)
        attempt.transcript.client.address = "203.0.113.10"
        attempt.transcript.client.ttl = 63
        attempt.transcript.server.ttl = 120
        return attempt
    }

    /// As a change of one property, so that a test can say in one line what is special.
    func with(_ change: (inout Attempt) -> Void) -> Attempt {
        var attempt = self
        change(&attempt)
        return attempt
    }

    /// Every reset that bears the client's address comes from this hardware address.
    func withClientResets(from hardware: [UInt8]) -> Attempt {
        let client = transcript.client.address
        return with {
            $0.damage = { frames in
                frames.map { frame in
                    var frame = frame
                    frame.setSenderOfReset(from: client, to: hardware)
                    return frame
                }
            }
        }
    }

    /// The same attempt, in a capture that lacks these frames, counted from 0.
    func without(_ numbers: Set<Int>) -> Attempt {
        with { $0.damage = { $0.enumerated().filter { !numbers.contains($0.offset) }.map(\.element) } }
    }

    func frames(_ script: String) throws -> [TestFrame] {
        let conversation = try transcript.frames(script).map { frame in
            var frame = frame
            if let resetTTL { frame.setTTLOfReset(from: transcript.server.address, to: resetTTL) }
            if let clientResetTTL { frame.setTTLOfReset(from: transcript.client.address, to: clientResetTTL) }
            return frame
        }
        guard let name else { return damage(conversation) }
        let lookup = NameFrames(client: transcript.client.address)
        return damage(lookup.answered(name, by: transcript.server.address) + conversation)
    }

    func sessions(_ script: String) throws -> [DiagnosedSession] {
        try Attempt.judged(frames(script), snapLength: snapLength, linkType: transcript.linkType)
    }

    /// The one session of a script.
    func session(_ script: String, at location: SourceLocation = #_sourceLocation) throws -> DiagnosedSession {
        let sessions = try sessions(script)
        #expect(sessions.count == 1, sourceLocation: location)
        let session = try #require(sessions.first, sourceLocation: location)
        Soundness.check(session, at: location)
        return session
    }

    /// The verdict's words. `candidates` and `by` (who ended it) are compared only where they are given.
    @discardableResult
    func expect(
        _ script: String, _ outcome: Outcome, at stage: Stage?, _ responsible: Responsible, _ cause: String,
        or candidates: Set<Responsible>? = nil, by endedBy: EndedBy? = nil, _ confidence: Confidence? = nil,
        location: SourceLocation = #_sourceLocation
    ) throws -> DiagnosedSession {
        let session = try session(script, at: location)
        let verdict = session.verdict
        #expect(verdict.cause == cause, sourceLocation: location)
        #expect(verdict.outcome == outcome, sourceLocation: location)
        #expect(verdict.stoppedAt == stage, sourceLocation: location)
        #expect(verdict.responsible == responsible, sourceLocation: location)
        if let candidates { #expect(Set(verdict.candidates) == candidates, sourceLocation: location) }
        if let endedBy { #expect(verdict.endedBy == endedBy, sourceLocation: location) }
        if let confidence { #expect(verdict.confidence == confidence, sourceLocation: location) }
        return session
    }

    // MARK: -

    static func judged(
        _ frames: [TestFrame], snapLength: Int = 262_144, linkType: LinkType = .ethernet,
        knowledge: KnowledgeBase = knowledge, trust: TrustStore = trust
    ) throws -> [DiagnosedSession] {
        let bytes = PcapWriter(linkType: linkType, snapLength: snapLength).file(frames)
        var file = try CaptureFile(name: "transcript", bytes: bytes)
        var options = SessionAssembler.Options()
        options.isMailHostName = knowledge.isMailHostName
        let assembler = SessionAssembler(options)
        file.forEachFrame { frame, bytes in
            assembler.process(frame, bytes)
            return true
        }
        return Diagnostician(knowledge: knowledge, trust: trust)
            .diagnose(assembler.finish(), capture: CaptureHealth(file.summary))
    }

    /// The tests' own root besides the system's authorities.
    static let trust = TrustStore(given: [TestCertificates.root])

    /// The built-in rules, read once for all tests.
    static let knowledge: KnowledgeBase = {
        do { return try KnowledgeBase.builtIn() } catch { return KnowledgeBase() }
    }()
}

extension TestFrame {
    /// Where the IP header of an untagged Ethernet frame begins.
    static let network = 14

    /// Changes the TTL, or hop limit, where this is a TCP reset from this address.
    fileprivate mutating func setTTLOfReset(from address: FrameBuilder.Address, to ttl: UInt8) {
        let (source, flags, hopLimit) = address.isIPv6 ? (22..<38, 67, 21) : (26..<30, 47, 22)
        guard bytes.count > flags, Array(bytes[source]) == address.octets, bytes[flags] & 0x04 != 0 else { return }
        bytes[hopLimit] = ttl
        // Another machine counts its packets by itself.
        if !address.isIPv6 { (bytes[18], bytes[19]) = (0xfe, 0xed) }
    }

    /// Comes from this hardware address where it is a TCP reset of that IPv4 address.
    mutating func setSenderOfReset(from address: FrameBuilder.Address, to hardware: [UInt8]) {
        guard bytes.count > 47, Array(bytes[26..<30]) == address.octets, bytes[47] & 0x04 != 0 else { return }
        bytes.replaceSubrange(6..<12, with: hardware)
    }

    /// Lowers the acknowledgement number: the last octets did not arrive.
    mutating func acknowledgeLess(by octets: UInt32) {
        guard bytes.count >= Self.network + 40 else { return }
        let number = bytes[42..<46].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } &- octets
        for index in 0..<4 { bytes[42 + index] = UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * index)) }
    }
}

extension [TestFrame] {
    /// The last frames, some behind them left out, acknowledge fewer octets.
    func acknowledgingLess(by octets: UInt32, inLast count: Int, before rest: Int = 0) -> [TestFrame] {
        let end = self.count - rest
        return enumerated().map { index, frame in
            guard index < end, index >= end - count else { return frame }
            var frame = frame
            frame.acknowledgeLess(by: octets)
            return frame
        }
    }
}
