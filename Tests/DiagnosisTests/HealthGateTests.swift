import Capture
import Diagnosis
import Knowledge
import Sessions
import Streams
import TestSupport
import Testing

/// What a verdict rests on, and what the capture's health leaves of it: each kind of damage, against each kind of
/// evidence.
@Suite struct HealthGateTests {
    private static let silence = Script.mail + "C: RCPT TO:<office@example.net>\nwait 300s\nclose from client"
    private static let refusal = Script.mail + "C: RCPT TO:<a@example.net>\nS: 550 5.1.1 User unknown\n" + Script.quit

    /// The same session once more, with other facts or in another capture.
    private func verdict(
        _ script: String, _ attempt: Attempt = Attempt(), health: CaptureHealth = CaptureHealth(),
        _ change: (inout ConnectionFacts) -> Void = { _ in }
    ) throws -> Verdict {
        var session = try attempt.session(script).session
        if var facts = session.connection {
            change(&facts)
            session.connection = facts
        }
        let diagnosed = Diagnostician(knowledge: Attempt.knowledge).diagnose(session, capture: health)
        Soundness.check(diagnosed, at: #_sourceLocation)
        return diagnosed.verdict
    }

    private static func health(damagedAfter frame: Int) -> CaptureHealth {
        var health = CaptureHealth(isPartial: true)
        health.damagedAfter = [frame]
        return health
    }

    // MARK: - A silence

    @Test func dropsMakeASilenceLessSure() throws {
        let whole = try verdict(Self.silence)
        let damaged = try verdict(Self.silence, health: CaptureHealth(droppedPackets: 12))
        #expect(whole.responsible == .serverFault && whole.confidence == .likely && whole.doubts == [])
        #expect(damaged.cause == "no-reply" && damaged.confidence == .possible)
        #expect(damaged.doubts == [.packetsDropped])
        #expect(damaged.cannotShow.contains { $0.contains("12 packets") })
    }

    @Test func noSilenceIsProvenWherePacketsWereDropped() throws {
        let attempt = Attempt()
        #expect(try verdict("syn\nwait 1s\nsyn\nwait 2s\nsyn", attempt).confidence == .proven)
        let damaged = try verdict("syn\nwait 1s\nsyn\nwait 2s\nsyn", attempt, health: CaptureHealth(droppedPackets: 1))
        #expect(damaged.cause == "syn-unanswered" && damaged.confidence == .likely)
    }

    @Test func nobodyIsNamedForASilenceInADamagedFile() throws {
        let damaged = try verdict(Self.silence, health: Self.health(damagedAfter: 9))
        #expect(damaged.responsible == .unknown)
        #expect(damaged.candidates.first == .serverFault)
        #expect(damaged.doubts == [.fileDamaged])
        #expect(damaged.nextCapture != nil || !damaged.cannotShow.isEmpty)
    }

    @Test func damageBeforeTheSessionIsNoDoubt() throws {
        let attempt = Attempt(name: "mail.example.net")
        let damaged = try verdict(Self.silence, attempt, health: Self.health(damagedAfter: 1))
        #expect(damaged.responsible == .serverFault && damaged.doubts == [])
    }

    /// Octets that the client acknowledged and nobody captured: the reply was given, the capture lost it.
    @Test func acknowledgedOctetsAreTheCapturesLoss() throws {
        let whole = try Attempt().frames(Self.refusal)
        let reply = try #require(whole.firstIndex { String(decoding: $0.bytes, as: UTF8.self).contains("550 5.1.1") })
        let session = try Attempt().with { $0.damage = { $0.dropping(reply + 1) } }.session(Self.refusal)
        #expect(session.verdict.responsible == .capture)
        #expect(session.verdict.cleared.isEmpty)
        var health = StreamHealth()
        health.count(session)
        #expect(health.notCaptured > 0 && health.neverSeen == 0)
    }

    // MARK: - A duration

    @Test func nobodyIsNamedForADurationThatAClockMade() throws {
        let whole = try Attempt().frames(Self.silence)
        // Set back by a minute in the middle of the wait.
        let attempt = Attempt().with {
            $0.damage = { frames in
                frames.enumerated().map { $0 < whole.count - 4 ? $1 : $1.shifted(byNanoseconds: -400_000_000_000) }
            }
        }
        let session = try attempt.session(Self.silence)
        #expect((session.session.connection?.backwardSteps ?? 0) > 0)
        #expect(![.serverFault, .deviceFault, .deviceConfig].contains(session.verdict.responsible))
    }

    @Test func aStepOfTheClockLeavesADurationOpen() throws {
        let damaged = try verdict(Self.silence) { facts in
            facts.stepBack(at: facts.firstClose?.origin ?? facts.last, by: 60)
        }
        #expect(damaged.responsible == .unknown)
        #expect(damaged.candidates.first == .serverFault)
        #expect(damaged.doubts == [.clockSetBack])
    }

    /// A step before the wait, and one that is a small part of it, leave the wait as long as it was.
    @Test func aStepElsewhereLeavesAWaitAlone() throws {
        let whole = try verdict(Self.silence)
        let before = try verdict(Self.silence) { $0.stepBack(at: $0.first, by: 60) }
        #expect(before.responsible == whole.responsible && before.doubts == [])
        let small = try verdict(Self.silence) { $0.stepBack(at: $0.firstClose?.origin ?? $0.last, by: 0.002) }
        #expect(small.responsible == whole.responsible && small.doubts == [])
        let many = try verdict(Self.silence) { facts in
            for _ in 0..<9 { facts.stepBack(at: facts.first, by: 60) }
            facts.backwardSteps += 1
        }
        #expect(many.doubts == [.clockSetBack])
    }

    @Test func twoClocksLeaveADurationOpen() throws {
        let damaged = try verdict(Self.silence) { $0.clockDifference = 0.4 }
        #expect(damaged.responsible == .unknown)
        #expect(damaged.doubts == [.severalClocks])
    }

    // MARK: - A size

    @Test func offloadMakesASizeLessSure() throws {
        let vanishing =
            "acks off\nbody 1460 from client\nwait 1s\nretransmit from client\nwait 300s\nretransmit from client\n"
        let attempt = Attempt().with {
            $0.damage = { $0.acknowledgingLess(by: 1460, inLast: 2) }
        }
        let script = Script.data + vanishing + "ack from server\nS: 421 4.4.2 Error: timeout exceeded"
        let whole = try verdict(script, attempt)
        #expect(whole.cause == "mtu-black-hole" && whole.confidence == .likely)
        let damaged = try verdict(script, attempt) { $0.server.largestSegment = 14_600 }
        #expect(damaged.cause == "mtu-black-hole" && damaged.confidence == .possible)
        #expect(damaged.doubts == [.segmentsOverMTU])
    }

    // MARK: - What is there is there

    /// A reply that was captured was given, whatever else is wrong.
    @Test func aReplyStands() throws {
        let whole = try verdict(Self.refusal)
        var health = Self.health(damagedAfter: 9)
        health.droppedPackets = 1_000
        let damaged = try verdict(Self.refusal, health: health) { facts in
            facts.stepBack(at: facts.last, by: 60)
            facts.clockDifference = 0.4
            facts.client.largestSegment = 14_600
        }
        #expect(damaged.cause == whole.cause && damaged.responsible == whole.responsible)
        #expect(damaged.confidence == whole.confidence)
        #expect(damaged.doubts.isEmpty)
    }

    @Test func aResetStands() throws {
        let script = Script.mail + "C: RCPT TO:<a@example.net>\nwait 20ms\nrst from server"
        let attempt = Attempt().with { $0.resetTTL = 64 }
        let whole = try verdict(script, attempt)
        let damaged = try verdict(script, attempt, health: CaptureHealth(droppedPackets: 3))
        #expect(whole.cause == "firewall-injects-reset")
        #expect(damaged.cause == whole.cause && damaged.confidence == whole.confidence)
    }

    /// "No login was tried" is not said where octets are missing.
    @Test func nobodyIsClearedByWhatIsMissing() throws {
        let missing = try verdict(Self.refusal) { $0.client.notCaptured = 100 }
        #expect(!missing.cleared.contains { $0.party == .credentials })
        #expect(try verdict(Self.refusal).cleared.contains { $0.party == .credentials })
    }
}

extension ConnectionFacts {
    fileprivate mutating func stepBack(at origin: Origin, by seconds: Double) {
        backwardSteps += 1
        keptBackwardSteps.append((origin, seconds))
    }
}
