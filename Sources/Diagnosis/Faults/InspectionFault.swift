import Knowledge
import SMTP

/// A box rewrites SMTP: masked greeting, masked keywords, masked commands (ESMTP inspection).
struct InspectionFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        let evidence = Self.rewritten(story)
        guard !evidence.isEmpty else { return nil }
        let refusal = RefusalFault.decisive(story, knowledge)
        // Masks alone break nothing: they matter where the client could not go on, or a masked word was refused.
        let couldNotEncrypt =
            (Self.masksKeyword(story) || Self.losesEHLO(story)) && !story.progress.reached(.mail)
        let sentMasked = Self.quotesMask(refusal?.reply.text ?? "")
        guard couldNotEncrypt || sentMasked else { return nil }
        // A service that the rules know has no such box before it; of another server that cannot be said.
        let isKnown = story.endpoint.map { !$0.provider.isEmpty && $0.kind != .gateway } ?? false
        var finding = Finding(
            "esmtp-inspection", refusal == nil ? .failed : .refused, at: refusal.map(\.stage) ?? .starttls,
            isKnown ? .firewall : .unknown, or: isKnown ? [] : [.firewall, .serverPolicy], .likely, evidence)
        finding.reply = refusal?.reply
        if refusal != nil, finding.stoppedAt != .greeting, finding.stoppedAt == .ehlo { finding.stoppedAt = .starttls }
        return finding
    }

    static func rewritten(_ story: Story) -> [Evidence] {
        var evidence: [Evidence] = []
        if let greeting = story.dialogue.reply(story.dialogue.greeting), isMasked(greeting.text) {
            evidence.append(
                Evidence(
                    "the greeting is masked: \(greeting.code) \(Quote.short(greeting.text))", [greeting.first.frame]))
        }
        for exchange in story.exchanges where exchange.verb == .ehlo {
            guard let reply = exchange.reply else { continue }
            for line in reply.lines.dropFirst() where isMaskedKeyword(line) {
                evidence.append(Evidence("a keyword of the EHLO reply is overwritten: \(line)", [reply.last.frame]))
            }
        }
        for exchange in story.exchanges {
            guard let command = exchange.command, let reply = exchange.reply, reply.isNegative, quotesMask(reply.text),
                !command.text.uppercased().contains("XXXX")
            else { continue }
            evidence.append(
                Evidence(
                    "the client sent \(Quote.short(command.text)); the server quotes \(Quote.short(reply.text))",
                    [command.first.frame, reply.last.frame]))
        }
        return evidence
    }

    private static func masksKeyword(_ story: Story) -> Bool {
        story.exchanges.contains {
            $0.verb == .ehlo && ($0.reply?.lines.dropFirst().contains(where: isMaskedKeyword) ?? false)
        }
    }

    /// Behind a masked greeting EHLO itself is refused as unknown, as old inspections do that let only HELO pass.
    private static func losesEHLO(_ story: Story) -> Bool {
        guard let greeting = story.dialogue.reply(story.dialogue.greeting), isMasked(greeting.text) else {
            return false
        }
        return story.exchanges.contains {
            $0.verb == .ehlo && ($0.reply.map { [500, 502, 504].contains($0.code) } ?? false)
        }
    }

    /// At least eight asterisks, nearly nothing else: Cisco's mask of a greeting.
    static func isMasked(_ text: String) -> Bool {
        let stars = text.filter { $0 == "*" }.count
        return stars >= 8 && stars * 4 >= text.filter { $0 != " " }.count * 3
    }

    /// `XXXXXXXA`: a keyword overwritten with X and a last letter that counts.
    static func isMaskedKeyword(_ line: String) -> Bool {
        let word = line.prefix { $0 != " " }
        return word.count >= 4 && word.dropLast().allSatisfy { $0 == "X" }
            && word.last.map { $0.isLetter && $0.isUppercase } ?? false
    }

    static func quotesMask(_ text: String) -> Bool { text.contains("XXXX") }
}
