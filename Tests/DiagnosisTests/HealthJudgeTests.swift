import Capture
import Diagnosis
import Packets
import Sessions
import Streams
import TestSupport
import Testing

/// The judgement over a capture, before any over its sessions.
@Suite struct HealthJudgeTests {
    private static let refusal = Script.mail + "C: RCPT TO:<a@example.net>\nS: 550 5.1.1 User unknown\n" + Script.quit

    private func findings(
        _ script: String = refusal, _ attempt: Attempt = Attempt(),
        facts change: (inout ConnectionFacts) -> Void = { _ in },
        _ file: (inout HealthFacts) -> Void = { _ in }
    ) throws -> [HealthFinding] {
        var streams = StreamHealth()
        for var session in try attempt.sessions(script) {
            if var facts = session.session.connection {
                change(&facts)
                session.session.connection = facts
            }
            streams.count(session)
        }
        var facts = HealthFacts(summary: CaptureSummary(path: "copier.pcap", format: .pcap), streams: streams)
        file(&facts)
        return HealthJudge.findings(facts)
    }

    @Test func aCleanCaptureIsGood() throws {
        #expect(try findings() == [])
        #expect(HealthGrade(try findings()) == .good)
    }

    @Test func copiesOfAMirrorAreRemovedAndTold() throws {
        let found = try findings(Self.refusal, Attempt().with { $0.damage = { $0.flatMap { [$0, $0] } } })
        #expect(found.map(\.kind) == [.duplicates])
        #expect(found[0].count == (try Attempt().frames(Self.refusal).count))
        #expect(HealthGrade(found) == .good)
    }

    @Test func oneDirection() throws {
        let client = Attempt().with {
            let address = $0.transcript.client.address.octets
            $0.damage = { frames in frames.filter { Array($0.bytes[26..<30]) == address } }
        }
        let found = try findings(Self.refusal, client)
        #expect(found.first?.kind == .oneDirection)
        #expect(found.first?.advice?.contains("mirror both directions") == true)
        #expect(!found.contains { $0.kind == .octetsNotCaptured })
        #expect(HealthGrade(found) == .poor)
    }

    /// The capture lost what the peer acknowledged; the network lost what nobody did.
    @Test func whoLostPackets() throws {
        let whole = try Attempt().frames(Self.refusal)
        let reply = try #require(whole.firstIndex { String(decoding: $0.bytes, as: UTF8.self).contains("550 5.1.1") })
        let found = try findings(Self.refusal, Attempt().with { $0.damage = { $0.dropping(reply + 1) } })
        #expect(found.map(\.kind) == [.octetsNotCaptured])
        #expect(found[0].count == "550 5.1.1 User unknown\r\n".utf8.count)
        #expect(try findings { $0.client.neverSeen = 1_460 }.map(\.kind) == [.octetsLost])
    }

    @Test func beginningAndEndInMidSession() throws {
        let late = "midstream\nC: MAIL FROM:<a@b.example>\nS: 250 ok\n" + Script.quit
        #expect(try findings(late).map(\.kind) == [.startsInSession])
        #expect(try findings(Script.mail).map(\.kind) == [.endsInSession])
    }

    @Test(arguments: [
        (HealthFinding.Kind.segmentsOverMTU, "ethtool -K"), (.checksumsOffloaded, "ethtool -K"),
        (.severalClocks, "NTP"),
    ])
    func whatTheCaptureDidToThePackets(_ kind: HealthFinding.Kind, _ advice: String) throws {
        let found = try findings { facts in
            switch kind {
            case .segmentsOverMTU: facts.client.largestSegment = 14_600
            case .checksumsOffloaded: (facts.client.checkedChecksums, facts.client.wrongChecksums) = (4, 4)
            default: facts.clockDifference = 0.4
            }
        }
        #expect(found.map(\.kind) == [kind])
        #expect(found.first?.advice?.contains(advice) == true)
    }

    @Test func theFileItself() throws {
        let found = try findings { _ in
        } _: { facts in
            facts.summary.droppedPackets = 12
            facts.summary.truncatedPackets = 3
            facts.summary.snapLength = 96
            facts.summary.clockSteps = 2
            facts.summary.problems = [CaptureProblem(offset: 4_096, frame: 7, message: "the record is cut short")]
            facts.undecodable = 5
            facts.undecodableReasons = ["encrypted by ESP": 5]
            facts.fragments.incomplete = 1
        }
        #expect(
            found.map(\.kind) == [
                .packetsDropped, .framesCut, .fileDamaged, .fragmentsMissing, .clockSetBack, .notDecoded,
            ])
        #expect(found[1].text == "3 frames cut short (to 96 bytes or more)" && found[1].advice == "capture with -s 0")
        #expect(found[2].text == "at byte 4,096: the record is cut short")
        #expect(found[5].text == "5 packets not decoded: encrypted by ESP (5)")
        #expect(HealthGrade(found) == .poor)
    }

    @Test func framesOutOfOrderAreNoStepOfTheClock() throws {
        let disorder = try findings { _ in
        } _: {
            $0.summary.clockSteps = 2
            $0.summary.outOfOrder = 3
        }
        #expect(disorder.map(\.kind) == [.framesOutOfOrder])
        #expect(disorder[0].advice?.contains("reordercap") == true)
    }

    @Test func everyKindHasWordsOfItsOwn() {
        let texts = HealthFinding.Kind.allCases.map(\.rawValue)
        #expect(Set(texts).count == texts.count)
    }

    /// The file's account of its clock: out of order, or set.
    @Test(arguments: [([0, 1, 5, 2, 3, 6, 7], 2), ([0, 10, 20, 5, 6, 7, 8], 0)])
    func aStepLastsAndDisorderDoesNot(_ seconds: [Int64], _ outOfOrder: Int) throws {
        let frames = try Attempt().frames(Self.refusal)
        let timed = seconds.enumerated().map { index, second in
            TestFrame(
                frames[index].bytes, at: Timestamp(nanoseconds: 1_790_000_000_000_000_000 + second * 1_000_000_000))
        }
        var file = try CaptureFile(name: "clock", bytes: PcapWriter().file(timed))
        file.forEachFrame { _, _ in true }
        #expect(file.summary.clockSteps == 1)
        #expect(file.summary.outOfOrder == outOfOrder)
    }
}
