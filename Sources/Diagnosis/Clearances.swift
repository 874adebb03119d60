import Knowledge
import SMTP
import Sessions
import Streams

/// Whom the evidence clears. Nobody is cleared by absence alone, and never a party that is still a candidate.
enum Clearances {
    static func of(_ story: Story, _ finding: Finding) -> [Clearance] {
        // What a capture does not show clears nobody.
        guard finding.responsible != .capture, !isTooShort(finding, story) else { return [] }
        guard let facts = story.connection else {
            let suspects = Set(([finding.responsible] + finding.candidates).compactMap(\.party))
            return (finding.cleared + dns(story, finding)).filter { !suspects.contains($0.party) }
        }
        var cleared: [Clearance] = []
        let suspects = Set(([finding.responsible] + finding.candidates).compactMap(\.party))
        func clear(_ party: ClearableParty, _ because: String, _ frames: [Int]) {
            guard !suspects.contains(party), !cleared.contains(where: { $0.party == party }) else { return }
            cleared.append(Clearance(party, because: because, frames: frames))
        }
        for clearance in finding.cleared + dns(story, finding) {
            clear(clearance.party, clearance.because, clearance.frames)
        }
        let pathIsOpen =
            [Outcome.delivered, .partial, .refused, .testOnly].contains(finding.outcome)
            || finding.cause == "encrypted-after-tls" && facts.firstClose.map { !$0.isReset } ?? false
        if pathIsOpen, let proof = pathProof(facts, story) {
            for party in pathParties(story, finding) { clear(party, proof, story.span) }
        }
        if story.dialogue.isAuthenticated, let login = story.exchanges.first(where: { $0.reply?.code == 235 })?.reply {
            clear(.credentials, "the server accepted the login (235)", [login.last.frame])
        } else if story.dialogue.authTried.isEmpty, !story.isDark, story.missingOctets == 0, finding.reply != nil,
            !facts.startsMidStream,
            finding.responsible != .credentials
        {
            clear(.credentials, "no login was tried", [])
        }
        if finding.outcome == .delivered, finding.responsible == .none {
            let frames = finding.reply.map { [$0.last.frame] } ?? []
            // Whether it was still there to hear it shows in what it did afterwards.
            if story.quit != nil || facts.client.fin.map({ $0.frame > frames.first ?? 0 }) ?? false {
                clear(.device, "its message was accepted", frames)
            }
            clear(.server, "it accepted the message", frames)
            clear(.tenant, "the message was accepted", frames)
            clear(.reputation, "the message was accepted", frames)
        }
        if [.deviceFault].contains(finding.responsible), finding.outcome == .failed, !story.isDark {
            clear(.server, "it answered each command", story.span)
        }
        // Nothing came about, and what the client sent was right: the service, the port, and it tried again.
        if finding.stoppedAt == .connect, finding.responsible != .capture, finding.outcome != .testOnly,
            story.endpoint?.ports.contains(story.port) ?? false, !story.isOutside, story.session.lookup != nil,
            let syn = facts.client.opening
        {
            clear(.device, "it asked for a known service on its port", Set([syn.first.frame, syn.last.frame]).sorted())
        }
        if [.serverFault, .reputation, .recipient, .firewall].contains(finding.responsible)
            || finding.responsible == .unknown,
            isCorrect(story, finding), !story.isOutside, !story.isDark, finding.stoppedAt.map({ $0 > .connect }) ?? true
        {
            clear(.device, "its commands follow RFC 5321, in the right order", story.span)
        }
        return cleared
    }

    /// Refusals that another server than the one that was meant gives just as well.
    private static func asksWhoIsServer(_ finding: Finding) -> Bool {
        finding.outcome == .refused && [.serverPolicy, .deviceConfig, .unknown].contains(finding.responsible)
    }

    /// A silence in a capture that ended before an answer could come speaks for nobody.
    private static func isTooShort(_ finding: Finding, _ story: Story) -> Bool {
        finding.outcome == .unknown && finding.confidence != .proven && finding.reply == nil
            && silences.contains(finding.cause) && story.secondsWatched(after: story.lastMoment) < Story.shortestSilence
    }

    private static let silences: Set<String> = [
        "syn-unanswered", "synack-unanswered", "no-greeting", "no-reply", "no-reply-after-message", "path-broke",
        "client-side-silent", "client-side-never-acknowledges",
    ]

    /// Where nothing shows that the address is the right server's, the look-up may have given a wrong one.
    private static let unheard: Set<String> = ["no-greeting", "certificate-refused", "encrypted-after-tls"]

    private static func dns(_ story: Story, _ finding: Finding) -> [Clearance] {
        guard let lookup = story.session.lookup, lookup.outcome == .answered, finding.responsible != .dnsConfig,
            !finding.candidates.contains(.dnsConfig), !unheard.contains(finding.cause),
            !(story.mayBeRedirected && asksWhoIsServer(finding)),
            let answered = lookup.answer(giving: story.session.server?.address)
        else { return [] }
        return [Clearance(.dns, because: "\(lookup.name) was resolved", frames: [lookup.first.frame, answered.frame])]
    }

    /// Who lies on the path, as far as an acknowledgement speaks for them.
    private static func pathParties(_ story: Story, _ finding: Finding) -> [ClearableParty] {
        // Who leads port 25 elsewhere acknowledges it, too.
        if story.mayBeRedirected, asksWhoIsServer(finding) { return [.networkPath] }
        // From outside, what the firewall made of the client's words is not visible; nor under TLS, that it ended there.
        let hidesFirewall =
            story.isOutside && finding.outcome != .delivered || finding.cause == "encrypted-after-tls"
        return hidesFirewall ? [.isp, .networkPath] : [.firewall, .isp, .networkPath]
    }

    /// Why the path is innocent; nil where something speaks against it.
    private static func pathProof(_ facts: ConnectionFacts, _ story: Story) -> String? {
        guard story.boxAnswersForServer == nil, facts.client.unacknowledged == 0, facts.client.conflictingOverlaps == 0,
            !facts.isOneDirection,
            facts.server.unacknowledged == 0 || story.quit != nil || facts.firstClose?.side == .client,
            story.unanswered(.server).map({ $0.sent < 3 }) ?? true,
            facts.server.conflictingOverlaps == 0, InspectionFault.rewritten(story).isEmpty,
            !facts.startsMidStream || facts.server.hasData, facts.client.neverSeen == 0, facts.server.neverSeen == 0
        else { return nil }
        let repeated = facts.client.retransmissions + facts.server.retransmissions
        let again =
            repeated == 0 ? "nothing retransmitted" : "\(Phrase.count(repeated, "segment")) repeated, all arrived"
        let until = facts.server.unacknowledged == 0 ? "" : " until the client left"
        return "every octet acknowledged\(until), \(again)"
    }

    /// The client did what it should, as far as it came.
    private static func isCorrect(_ story: Story, _ finding: Finding) -> Bool {
        // What it said before the capture began is not known.
        guard let facts = story.connection, !facts.startsMidStream, !story.clientWaitedTooLittle else { return false }
        // Who takes nothing more holds the server up.
        guard !facts.client.isWindowClosed else { return false }
        guard !story.dialogue.clientTalkedFirst, !story.dialogue.clientSpokeTLSFirst, story.missingOctets == 0,
            !(finding.candidates + [finding.responsible]).contains(where: { $0.party == .device })
        else { return false }
        return story.exchanges.allSatisfy { exchange in
            guard let reply = exchange.reply, let verb = exchange.verb else { return true }
            if case .other = verb { return false }
            return ![500, 501, 502, 503, 504].contains(reply.code)
        }
    }
}
