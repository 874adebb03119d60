import Knowledge
import Packets
import SMTP
import Sessions

/// The server is not the one that the client asked for: another greets on its address, or a keyword that this service
/// always offers is missing.
struct IdentityFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let expected = Self.expected(story, knowledge) else { return nil }
        if let finding = anotherServer(expected, story, knowledge) { return finding }
        return startTLSMissing(expected, story, knowledge)
    }

    /// The service that the looked-up name stands for.
    static func expected(_ story: Story, _ knowledge: KnowledgeBase) -> Endpoint? {
        guard let lookup = story.session.lookup else { return nil }
        let endpoint = knowledge.endpoint(for: EndpointQuestion(names: [lookup.name] + lookup.aliases))
        return endpoint.flatMap { $0.provider.isEmpty ? nil : $0 }
    }

    private func anotherServer(_ expected: Endpoint, _ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard expected.isKnownByGreeting, let greeting = Self.introduction(story), greeting.isPositive,
            !greeting.isIncomplete, !InspectionFault.isMasked(greeting.text)
        else { return nil }
        let words = greeting.lines.joined(separator: " ")
        let found = knowledge.endpoint(
            for: EndpointQuestion(greeting: words, ehloName: ServerIdentity.hostName(words)))
        guard found?.provider != expected.provider else { return nil }
        let refusal = RefusalFault.decisive(story, knowledge)
        guard let refusal else { return nil }
        let name = story.session.lookup?.name ?? "the name"
        var finding: Finding
        let evidence = Evidence(
            "\(name) is \(expected.title); who answered says: \(greeting.code) \(Quote.short(greeting.text))",
            [greeting.first.frame])
        if let box = story.boxAnswersForServer, let quick = story.impossiblyQuickAnswer(refusal.exchange) {
            finding = Finding(
                "firewall-answers-itself", .refused, at: refusal.stage, .firewall, or: [.isp], .likely,
                [evidence, Evidence(box, [greeting.first.frame]), quick])
        } else if let box = story.boxAnswersForServer {
            finding = Finding(
                "transparent-redirect", .refused, at: refusal.stage, .unknown, or: [.firewall, .isp], .likely,
                [evidence, Evidence(box, [greeting.first.frame])])
        } else if story.viewpoint == .outside {
            // The address is the one that DNS gave, and the firewall changed nothing.
            finding = Finding(
                "dns-wrong-address", .refused, at: refusal.stage, .dnsConfig, or: [.isp, .serverPolicy], .possible,
                [evidence] + ExpectedServer(story, knowledge).addressEvidence(story))
            finding.cleared = [story.firewallLetThemPass].compactMap(\.self)
        } else {
            finding = Finding(
                "greeting-of-another-server", .refused, at: refusal.stage, .unknown,
                or: [.dnsConfig, .firewall, .isp, .serverPolicy], .likely,
                [evidence])
        }
        finding.reply = refusal.reply
        finding.values = ReplyValues.of(refusal, story)
        finding.evidence.append(
            Evidence("it answered \(refusal.reply.code) \(Quote.short(refusal.reply))", [refusal.reply.last.frame]))
        return finding
    }

    /// The greeting; where the capture lacks it, the EHLO reply, which begins with the server's name, too.
    static func introduction(_ story: Story) -> Reply? {
        if let greeting = story.dialogue.reply(story.dialogue.greeting) { return greeting }
        // What was inferred under TLS is worded by the rules, not by the server.
        let read = story.dialogue.isInferred ? story.dialogue.exchangesBeforeTLS ?? .max : .max
        return story.exchanges.prefix(read).first { $0.verb == .ehlo && ($0.reply?.isPositive ?? false) }?.reply
    }

    private func startTLSMissing(_ expected: Endpoint, _ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard expected.alwaysOffers.contains(where: { $0.uppercased() == "STARTTLS" }), story.tls == nil,
            !story.dialogue.startedTLS, !story.offers("STARTTLS"),
            let ehlo = story.exchanges.last(where: { $0.verb == .ehlo && ($0.reply?.isPositive ?? false) })?.reply,
            !ehlo.isIncomplete, InspectionFault.rewritten(story).isEmpty
        else { return nil }
        let evidence = Evidence(
            "\(expected.title) always offers STARTTLS; this EHLO reply does not", [ehlo.first.frame, ehlo.last.frame])
        if let refusal = RefusalFault.decisive(story, knowledge), [.auth, .mail, .starttls].contains(refusal.stage) {
            var finding = Finding(
                "starttls-not-offered", .refused, at: refusal.stage, .unknown, or: [.firewall, .deviceConfig], .likely,
                [evidence])
            finding.reply = refusal.reply
            finding.evidence.append(
                Evidence(
                    "the server answered \(refusal.reply.code) \(Quote.short(refusal.reply))",
                    [refusal.reply.last.frame]))
            return finding
        }
        guard !story.progress.reached(.mail), story.pending == nil, RefusalFault.decisive(story, knowledge) == nil,
            story.isSubmissionPort
        else { return nil }
        return Finding(
            "starttls-not-offered", .failed, at: .starttls, .unknown, or: [.firewall, .serverPolicy], .likely,
            [evidence])
    }
}
