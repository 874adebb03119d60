import Capture
import Knowledge
import Packets
import SMTP
import Streams
import TLS

/// Somebody waited in vain: octets that nobody acknowledged, or a reply that never came.
struct SilenceFault: Fault {
    /// A wait that is shorter says nothing while the client is still waiting, too.
    static let patientSeconds = 30.0

    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection, story.progress.passed.contains(.connect), !facts.isOneDirection else {
            return nil
        }
        if let finding = downstreamBlackHole(facts, story) { return finding }
        // Octets into a closed window are probes of it (RFC 9293 §3.8.6.1), and answered as such.
        if let lost = story.unanswered(.client), !facts.server.isWindowClosed || lost.length > 1 {
            return unacknowledged(lost, facts, story)
        }
        return probesUnanswered(facts, story) ?? unheard(facts, story) ?? unanswered(facts, story)
    }

    /// The server's own words before this frame were repeated, and the client acknowledged none of them.
    static func isUnheard(_ story: Story, before frame: Int) -> Bool {
        guard let lost = story.unanswered(.server), story.isGivenUp(lost), lost.sent > 2, lost.first.frame < frame
        else { return false }
        return story.connection?.client.lastNewData.map { $0.frame < lost.first.frame } ?? true
    }

    /// The server repeats what it said, and the client acknowledges none of it until it leaves: it never got it.
    private func unheard(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        guard !story.isOutside, Self.isUnheard(story, before: .max), let lost = story.unanswered(.server) else {
            return nil
        }
        return Finding(
            "client-side-never-acknowledges", .unknown, at: story.nextNeeded, .unknown,
            or: [.deviceFault, .networkPath] + (story.viewpoint == .besideClient ? [] : [.firewall]), .likely,
            [
                Evidence(
                    "the server sent \(Phrase.octets(lost.length)) \(Phrase.times(lost.sent)); the client never acknowledged them",
                    [lost.first.frame, lost.last.frame])
            ])
    }

    /// Seconds over which octets are repeated before nobody expects them to arrive: the fourth time with pauses that
    /// double (RFC 6298 §5.5).
    static let repeatedInVain = 7.0

    /// One probe may be lost.
    static let tellingProbes = 2

    /// The client asked whether the server is still there, and nothing came back: it did not leave without a reason.
    private func probesUnanswered(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        guard facts.client.openProbes >= Self.tellingProbes, let first = facts.client.firstOpenProbe,
            story.secondsWatched(after: first) >= Story.shortestSilence, facts.firstClose?.side != .server
        else { return nil }
        let end = facts.firstClose?.origin ?? facts.last
        var finding = Finding(
            "path-broke", .unknown, at: story.stopStage, .unknown, or: story.farSide, .likely,
            [
                Evidence(
                    "\(facts.client.openProbes) keep-alive probes of the client over \(Phrase.seconds(end.time.seconds(since: first.time))), and nothing from the server",
                    [first.frame, end.frame])
            ])
        finding.evidence += [story.idle(before: first, atLeast: Story.idleSeconds)].compactMap(\.self)
        finding.cleared = [story.firewallLetThemPass].compactMap(\.self)
        return finding
    }

    /// The server's large segments never came, smaller ones after them did.
    private func downstreamBlackHole(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        guard facts.server.neverSeen > 1_000, facts.server.largestSegment < 1_400 || facts.server.neverSeen >= 1_200,
            story.tls?.established == nil
        else { return nil }
        return blackHole(
            story,
            [
                Evidence(
                    "\(Phrase.octets(facts.server.neverSeen)) of the server's stream never arrived, although smaller segments after them did",
                    [facts.server.lastNewData?.frame ?? facts.last.frame])
            ])
    }

    private func unacknowledged(_ lost: OutstandingSegment, _ facts: ConnectionFacts, _ story: Story) -> Finding {
        let stage = story.stopStage
        let waited = lost.last.time.seconds(since: lost.first.time)
        let shown = Evidence(
            "\(Phrase.octets(lost.length)) of the client were sent \(Phrase.times(lost.sent)) over \(Phrase.seconds(waited)) and never acknowledged",
            [lost.first.frame, lost.last.frame])
        if story.isGivenUp(lost), let finding = upstreamBlackHole(lost, facts, story, shown) { return finding }
        var evidence = [shown]
        if let last = facts.server.last {
            let silent = facts.last.time.seconds(since: last.time)
            if silent >= Story.shortestSilence {
                evidence.append(
                    Evidence(
                        "nothing at all came from the server in the last \(Phrase.seconds(silent))", [last.frame]))
            }
        }
        evidence += [story.idle(before: lost.first, atLeast: Story.idleSeconds)].compactMap(\.self)
        evidence += facts.icmp.filter { !$0.message.isPacketTooBig }.prefix(2).map {
            Evidence("\(ConnectFault.who($0, story)) says: ICMP \($0.message.meaning)", [$0.origin.frame])
        }
        let inMessage = stage == .accepted || stage == .data
        var finding: Finding
        if inMessage, story.isBeyondFirewall, story.isGivenUp(lost) {
            // What was flowing both ways fell silent both ways: the way is the first suspect, the server's host the next.
            finding = Finding(
                "path-broke", .failed, at: stage, .networkPath, or: [.isp, .serverFault], .possible, evidence)
        } else {
            finding = Finding(
                inMessage ? "path-broke" : "no-reply", .unknown, at: stage, .unknown, or: story.farSide,
                story.isGivenUp(lost) ? .proven : .likely, evidence)
        }
        finding.cleared = [story.firewallLetThemPass].compactMap(\.self)
        return finding
    }

    /// No segment as large was ever acknowledged, while the server is heard of afterwards.
    private func upstreamBlackHole(
        _ lost: OutstandingSegment, _ facts: ConnectionFacts, _ story: Story, _ shown: Evidence
    ) -> Finding? {
        // The server's farewell answers nothing of the client's.
        guard lost.length >= 1_200, facts.client.largestAcknowledged < lost.length,
            let heard = facts.server.lastBareAcknowledgement,
            heard.time.seconds(since: lost.first.time) > (facts.handshakeSeconds ?? 0) / 2
        else { return nil }
        let largest = facts.client.largestAcknowledged
        let evidence = [
            shown,
            Evidence(
                "no segment larger than \(Phrase.octets(largest)) was acknowledged; the server answered a smaller one that was sent later",
                [heard.frame]),
        ]
        // A router asks for smaller packets, and none come (RFC 1191, RFC 8201).
        let asked = facts.icmp.first { $0.about == .client && $0.message.isPacketTooBig }
        guard let asked else { return blackHole(story, evidence) }
        let wanted = asked.message.mtu > 0 ? ", for packets of at most \(asked.message.mtu)" : ""
        let request = Evidence(
            "\(ConnectFault.who(asked, story)) asks: ICMP \(asked.message.meaning)\(wanted); segments of \(Phrase.octets(lost.length)) went on",
            [asked.origin.frame, lost.last.frame])
        guard lost.last.frame > asked.origin.frame else { return blackHole(story, evidence + [request]) }
        if story.isOutside {
            // Here the request arrived; between here and the device's system it was dropped, or the device ignores it.
            return Finding(
                "pmtud-icmp-blocked", .failed, at: story.stopStage, .firewall, or: [.deviceFault], .possible,
                evidence + [request])
        }
        return Finding(
            "mtu-black-hole", .failed, at: story.stopStage, .deviceFault, or: [.firewall, .networkPath], .possible,
            evidence + [request])
    }

    /// Large packets vanish between here and the server. Beyond the firewall only the path is left.
    private func blackHole(_ story: Story, _ evidence: [Evidence]) -> Finding {
        guard story.viewpoint == .outside else {
            return Finding(
                "mtu-black-hole", .unknown, at: story.stopStage, .unknown, or: [.firewall, .isp, .networkPath], .likely,
                evidence)
        }
        var finding = Finding(
            "mtu-black-hole", .failed, at: story.stopStage, .networkPath, or: [.isp], .likely, evidence)
        finding.cleared = [story.firewallLetThemPass].compactMap(\.self)
        return finding
    }

    // MARK: - Received, and no reply

    private func unanswered(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        // What the server said and nobody acknowledged may be what was waited for.
        guard let wait = story.wait, story.missingOctets == 0, facts.server.neverSeen == 0 else { return nil }
        guard story.clientIsAcknowledged || wait.stage == .greeting || facts.firstClose?.side == .server else {
            return nil
        }
        let seconds = wait.until.time.seconds(since: wait.since.time)
        // Who leaves at once wanted no greeting: a connection test.
        if wait.stage == .greeting, seconds <= TestFault.shortestWait, facts.firstClose?.side == .client { return nil }
        if let late = lateReply(facts, story, wait) { return late }
        if let gone = closedBefore(facts, story, wait) { return gone }
        if let close = serverClose(facts, story, wait) { return close }
        // Nobody gave up, and the wait was short: the capture ended before an answer could come.
        guard facts.firstClose != nil || story.quit != nil || seconds >= Self.patientSeconds else { return nil }
        let whom =
            wait.stage == .greeting
            ? "the connection" : wait.stage == .accepted ? "the end of the message" : "the command"
        let asks =
            Patience.minimum(for: wait.stage).map {
                " (RFC 5321 \($0.section) asks a client to wait \(Phrase.seconds($0.seconds)))"
            } ?? ""
        let shown = Evidence(
            "no reply for \(Phrase.seconds(seconds)) after \(whom)\(asks)", [wait.since.frame, wait.until.frame])
        let sure = story.silenceIsSure(since: wait.since)
        var finding: Finding
        switch wait.stage {
        case .greeting:
            finding = Finding("no-greeting", .unknown, at: .greeting, .unknown, or: story.farSide, sure, [shown])
            if let box = story.boxAnswersForServer {
                finding.evidence.append(Evidence(box, [facts.server.first?.frame ?? wait.since.frame]))
            }
        case .accepted:
            finding = Finding(
                "no-reply-after-message", .unknown, at: .accepted, .unknown, or: story.farSide, sure, [shown])
        default:
            // The server's TCP took the command: the path was up, its program stayed silent.
            let finWasAcknowledged =
                facts.client.fin == nil || facts.server.last.map { $0.frame > (facts.client.fin?.frame ?? 0) } ?? false
            finding =
                finWasAcknowledged && story.boxAnswersForServer == nil
                ? Finding(
                    "no-reply", .failed, at: wait.stage, .serverFault, or: [.reputation],
                    seconds >= Self.patientSeconds ? .likely : .possible, [shown])
                : Finding("no-reply", .unknown, at: wait.stage, .unknown, or: story.farSide, sure, [shown])
            finding.evidence.append(
                Evidence(
                    "the server's TCP acknowledged the command",
                    [facts.client.lastAcknowledged?.frame ?? wait.since.frame]))
        }
        if story.clientWaitedTooLittle { leftEarly(&finding, seconds) }
        finding.values["seconds"] = "\(Int(seconds.rounded()))"
        finding.evidence += [story.synProxy].compactMap(\.self)
        if finding.responsible == .unknown { finding.cleared = [story.firewallLetThemPass].compactMap(\.self) }
        return finding
    }

    /// Who leaves before the time that the RFC asks for does not show that no reply would have come.
    private func leftEarly(_ finding: inout Finding, _ seconds: Double) {
        if seconds < TestFault.shortestWait {
            finding.leaveOpen(or: [.deviceConfig])
            finding.confidence = min(finding.confidence, .likely)
        } else if finding.responsible == .serverFault {
            finding.candidates.append(.deviceConfig)
        }
    }

    /// The client left, and the reply came afterwards.
    private func lateReply(_ facts: ConnectionFacts, _ story: Story, _ wait: Story.Wait) -> Finding? {
        guard let fin = facts.client.fin, facts.firstClose?.side != .server, let answer = facts.server.lastNewData,
            answer.frame > fin.frame,
            fin.frame > wait.since.frame
        else { return nil }
        let patience = fin.time.seconds(since: wait.since.time)
        var finding = Finding(
            "client-timeout-too-short", .failed, at: wait.stage, .deviceConfig, or: [.serverPolicy], .likely,
            [
                Evidence(
                    "the client left after \(Phrase.seconds(patience)); \(Patience.demand(at: wait.stage))",
                    [wait.since.frame, fin.frame]),
                Evidence("the server's answer came afterwards", [answer.frame]),
            ])
        finding.values["seconds"] = "\(Int(patience.rounded()))"
        finding.endedBy = .client
        return finding
    }

    /// The command came when the server had closed already.
    private func closedBefore(_ facts: ConnectionFacts, _ story: Story, _ wait: Story.Wait) -> Finding? {
        guard let close = facts.firstClose, close.side == .server, !close.isReset, wait.stage != .greeting,
            close.origin.frame < wait.since.frame
        else { return nil }
        return Finding(
            "server-closed-without-reply", .failed, at: wait.stage, .unknown,
            or: [.serverFault, .serverPolicy] + (story.isOutside ? [] : [.firewall]), .likely,
            [
                Evidence(
                    "the server closed before the client's command came", [close.origin.frame, wait.since.frame])
            ])
    }

    private func serverClose(_ facts: ConnectionFacts, _ story: Story, _ wait: Story.Wait) -> Finding? {
        // What was said after it is no command that it left unanswered: see `CloseFault`.
        guard let close = facts.firstClose, close.side == .server, !close.isReset,
            wait.stage == .greeting || close.origin.frame > wait.since.frame
        else { return nil }
        let shown = Evidence(
            "the server closed the connection instead of answering", [wait.since.frame, close.origin.frame])
        // A box that speaks for the server may have closed in its name.
        let isGenuine = story.boxAnswersForServer == nil
        let (cause, outcome): (String, Outcome) =
            switch wait.stage {
            case .greeting: ("closed-before-greeting", .failed)
            case .accepted: ("closed-after-message-without-reply", .unknown)
            default: ("server-closed-without-reply", .failed)
            }
        return isGenuine
            ? Finding(cause, outcome, at: wait.stage, .serverFault, or: [.serverPolicy], .likely, [shown])
            : Finding(cause, .unknown, at: wait.stage, .unknown, or: story.farSide, .proven, [shown])
    }
}
