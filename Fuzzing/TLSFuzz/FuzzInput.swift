import Bytes
import TLS

/// One input: read twice, the second time in small pieces. Both have to give the same.
enum FuzzInput {
    private enum Step {
        case keyLog(Range<Int>)
        case octets(TLSEnd, Range<Int>)
        case lost(TLSEnd, Int)
        case serverKey(Range<Int>)
        case certificate(Range<Int>)
    }

    /// What a reading came to.
    private struct Outcome: Equatable {
        var client: [UInt8] = []
        var server: [UInt8] = []
        var records = 0
        var messages = 0
        var decrypted = 0
    }

    static func run(_ input: [UInt8]) {
        let steps = steps(input)
        let whole = read(steps, input, pieces: .max)
        let parts = read(steps, input, pieces: 7)
        let hasGaps = steps.contains { if case .lost = $0 { true } else { false } }
        // After a gap the borders of segments tell where records begin.
        if !hasGaps, whole != parts { fatalError("the pieces matter: \(whole) and \(parts)") }
    }

    private static func steps(_ input: [UInt8]) -> [Step] {
        var steps: [Step] = []
        var at = 0
        while at + 3 <= input.count, steps.count < 256 {
            let length = Int(input[at + 1]) << 8 | Int(input[at + 2])
            let range = (at + 3)..<min(input.count, at + 3 + length)
            switch input[at] % 7 {
            case 0: steps.append(.keyLog(range))
            case 1: steps.append(.octets(.client, range))
            case 2: steps.append(.octets(.server, range))
            case 3: steps.append(.lost(.client, length))
            case 4: steps.append(.lost(.server, length))
            case 5: steps.append(.serverKey(range))
            default: steps.append(.certificate(range))
            }
            at = input[at] % 7 == 3 || input[at] % 7 == 4 ? at + 3 : range.upperBound
        }
        return steps
    }

    private static func read(_ steps: [Step], _ input: [UInt8], pieces: Int) -> Outcome {
        let keys = TLSKeys()
        keys.mayGrow = true
        var conversation = TLSConversation(keys: keys)
        var outcome = Outcome()
        var certificates: [[UInt8]] = []
        for (index, step) in steps.enumerated() {
            let moment = TLSMoment(frame: index + 1, nanoseconds: Int64(index))
            switch step {
            case .keyLog(let range):
                for part in parts(range, pieces) { keys.read(input.rawSpan.extracting(part)) }
                keys.endLine()
            case .octets(let end, let range):
                for part in parts(range, pieces) {
                    conversation.receive(input.rawSpan.extracting(part), from: end, at: moment)
                }
            case .lost(let end, let octets): conversation.gap(octets, from: end, at: moment)
            case .serverKey(let range): _ = keys.addServerKey(pem: Array(input[range]))
            case .certificate(let range): certificates.append(Array(input[range]))
            }
            take(&conversation, &outcome)
        }
        conversation.useLateKeys()
        take(&conversation, &outcome)
        conversation.releaseHeld()
        let facts = conversation.facts
        outcome.records = facts.records.count + facts.recordsOmitted
        outcome.messages = facts.messages.count
        outcome.decrypted = facts.decryption?.records ?? 0
        examine(facts.serverCertificates + certificates, facts)
        return outcome
    }

    private static func take(_ conversation: inout TLSConversation, _ outcome: inout Outcome) {
        for piece in conversation.takePlainText() {
            guard case .octets(let octets, let end, _, _) = piece else { continue }
            if end == .client { outcome.client += octets } else { outcome.server += octets }
        }
    }

    private static func parts(_ range: Range<Int>, _ size: Int) -> [Range<Int>] {
        guard size < range.count else { return [range] }
        return stride(from: range.lowerBound, to: range.upperBound, by: size)
            .map { $0..<min($0 + size, range.upperBound) }
    }

    private static let trust = TrustStore()

    /// Reads certificates, where there are any.
    private static func examine(_ chain: [[UInt8]], _ facts: TLSFacts) {
        guard !chain.isEmpty else { return }
        let name = facts.clientHello?.serverName.map { CertificateName($0, .sni) }
        _ = trust.examine(chain, for: name, at: 1_800_000_000)
        _ = TrustStore.authorities(chain[0])
    }
}
