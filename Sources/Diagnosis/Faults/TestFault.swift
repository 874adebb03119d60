import Capture
import Knowledge
import SMTP
import Sessions
import Streams

/// The client ended well before it tried to send: a connection test.
struct TestFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard let facts = story.connection, story.progress.passed.contains(.connect), Ending.of(story) == .client,
            story.session.isMailPort || !story.exchanges.isEmpty
        else { return nil }
        guard story.hiddenTLS == nil, story.missingOctets == 0, let reached = story.progress.passed.max() else {
            return nil
        }
        // What was before the capture began may have been the attempt.
        // So may have been what came with a SYN-ACK that is not here: a greeting that refused.
        let isBeginningUnseen = facts.startsMidStream || facts.lacksServersBeginning
        if isBeginningUnseen, reached == .connect || !story.exchanges.contains(where: { $0.command != nil }) {
            return nil
        }
        // Who named a sender or a recipient tried to send, whatever became of the replies.
        let triesToSend = story.exchanges.contains { [.mail, .rcpt, .data, .bdat].contains($0.verb) }
        if triesToSend, reached < .mail { return nil }
        // Somebody was refused, for a reason that the capture lacks.
        guard RefusalFault.standing(story).isEmpty else { return nil }
        let commands = story.exchanges.compactMap(\.command)
        // Nothing was said: whether a greeting arrived that nobody read, the connection itself was the test.
        let wasUnread = commands.isEmpty && (facts.firstClose?.isReset ?? false)
        guard let cause = wasUnread || reached == .connect ? "tcp-connect-test-only" : story.testCause else {
            return nil
        }
        if wasUnread, let finding = leftDuringWait(facts, story) { return finding }
        if reached >= .mail, story.quit == nil, !story.tookBack { return nil }
        if reached == .connect, let patience = patience(facts, story), patience > Self.shortestWait { return nil }
        if let finding = lacksEncryption(story) { return finding }
        let next = story.nextNeeded
        let frame = story.quit?.last.frame ?? facts.firstClose?.origin.frame ?? facts.last.frame
        let how = story.quit == nil ? "closed the connection" : "said QUIT"
        let missed = reached == .ehlo ? missed(story) : nil
        let isSure = story.quit != nil && !facts.startsMidStream && missed == nil
        let left = Evidence(
            "the client \(how) \(reached == .connect ? "as soon as it was connected" : "after \(reached.rawValue)"), and tried nothing further",
            [frame])
        return Finding(
            cause, .testOnly, at: next, .none, isSure ? .proven : .likely, [left] + (missed.map { [$0] } ?? []))
    }

    /// What the last EHLO reply does not offer and a client may demand: who misses it leaves just as after a test. HELO
    /// asks for nothing.
    private func missed(_ story: Story) -> Evidence? {
        let hello = story.exchanges.last { $0.verb == .ehlo && $0.reply?.isPositive ?? false }
        guard let reply = hello?.reply else { return nil }
        guard !reply.isIncomplete else {
            return Evidence("what the EHLO reply offers is not whole in this capture", [reply.last.frame])
        }
        let isEncrypted = story.tls != nil
        let lacksLogin = story.dialogue.authOffered.isEmpty
        let lacking: String
        switch (isEncrypted, lacksLogin) {
        case (true, false): return nil
        case (true, true): lacking = "no login"
        case (false, _) where story.offers("STARTTLS"): return nil
        case (false, true): lacking = "neither STARTTLS nor a login"
        case (false, false): lacking = "no STARTTLS"
        }
        return Evidence(
            "the EHLO reply offers \(lacking): a client that demands it leaves in the same way", [reply.last.frame])
    }

    /// A submission port that offers neither STARTTLS nor a login is of no use: who leaves it then may have wanted more
    /// than a test, and a box may have taken the words out.
    private func lacksEncryption(_ story: Story) -> Finding? {
        guard story.port == 587, story.tls == nil, !story.dialogue.startedTLS, story.hasWholeEHLOReply,
            !story.offers("STARTTLS"), story.dialogue.authOffered.isEmpty, story.progress.reached == .ehlo,
            let ehlo = story.exchanges.last(where: { $0.verb == .ehlo && $0.reply != nil })?.reply
        else { return nil }
        return Finding(
            "starttls-not-offered", .failed, at: .starttls, .unknown, or: [.firewall, .serverPolicy], .possible,
            [
                Evidence(
                    "the EHLO reply on a submission port offers neither STARTTLS nor AUTH, and the client left",
                    [ehlo.first.frame, ehlo.last.frame])
            ])
    }

    /// Who waits longer than this for a greeting wanted one.
    static let shortestWait = 1.0

    /// The greeting was late, and a reset was all that it met: whether the client had given up by then, a packet that is
    /// not here would show.
    private func leftDuringWait(_ facts: ConnectionFacts, _ story: Story) -> Finding? {
        guard let connected = story.connectedAt,
            let greeting = story.dialogue.reply(story.dialogue.greeting), let close = facts.firstClose
        else { return nil }
        let waited = Double(greeting.first.nanoseconds &- connected.time.nanoseconds) / 1e9
        guard waited > Self.shortestWait else { return nil }
        var finding = Finding(
            "client-timeout-too-short", .failed, at: .greeting, .deviceConfig, or: [.serverPolicy], .possible,
            [
                Evidence(
                    "the greeting came after \(Phrase.seconds(waited)), and the client answered it with a reset",
                    [greeting.first.frame, close.origin.frame])
            ])
        finding.values["seconds"] = "\(Int(waited.rounded()))"
        return finding
    }

    private func patience(_ facts: ConnectionFacts, _ story: Story) -> Double? {
        guard let connected = story.connectedAt, let close = facts.firstClose else { return nil }
        return close.origin.time.seconds(since: connected.time)
    }
}
