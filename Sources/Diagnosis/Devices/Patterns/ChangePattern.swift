import Capture
import Packets
import SMTP
import Sessions
import Streams
import TLS

/// It worked, then it did not, and what differs between the last success and the first failure.
enum ChangePattern {
    static func find(_ attempts: [Attempt]) -> DeviceStory.Remark? {
        let deliveries = attempts.filter { !$0.isTest }
        guard let index = deliveries.firstIndex(where: { !$0.isDelivered }), index > 0 else { return nil }
        let last = deliveries[index - 1]
        let rest = deliveries[index...]
        let first = deliveries[index]
        // Side by side is no before and after, and one recipient or message more is no change.
        guard rest.allSatisfy(\.isBroken), rest.allSatisfy({ $0.start >= last.end }),
            !rest.contains(where: { [.recipient, .message].contains($0.verdict.responsible) })
        else { return nil }
        let differences = differences(last, first)
        let what =
            differences.isEmpty
            ? "the capture shows nothing that changed before it" : "changed: " + differences.joined(separator: "; ")
        let since =
            rest.count == 1 ? "session \(first.id)" : "\(DeviceStory.phrase(rest.map(\.id))), none delivered since"
        return DeviceStory.Remark(
            "first-failure-after-change",
            "delivered until session \(last.id); \(Phrase.seconds(first.start.seconds(since: last.end))) later the next \(first.outcomePhrase) (\(since)); \(what)",
            [
                DeviceStory.Sign(
                    session: last.id, frames: last.helloFrames.isEmpty ? [last.session.first.frame] : last.helloFrames),
                DeviceStory.Sign(session: first.id, frames: first.helloFrames + first.decisiveFrames),
            ])
    }

    /// Each as `what, before → after`. What both sessions show, and only that.
    private static func differences(_ before: Attempt, _ after: Attempt) -> [String] {
        var found: [String] = []
        func compare(_ what: String, _ old: String?, _ new: String?) {
            guard let old, let new, old != new else { return }
            found.append("\(what), \(Quote.short(old)) → \(Quote.short(new))")
        }
        compare("its address", "\(before.session.client.address)", "\(after.session.client.address)")
        compare(
            "the server's address", before.session.server.map { "\($0.address)" },
            after.session.server.map { "\($0.address)" })
        compare("the port", before.port.map { "\($0)" }, after.port.map { "\($0)" })
        compare("the server's greeting name", greetingName(before), greetingName(after))
        compare("its EHLO name", before.dialogue.clientName, after.dialogue.clientName)
        found += capabilities(before.dialogue, after.dialogue)
        compare("TLS", encryption(before), encryption(after))
        compare("its highest TLS version", offer(before), offer(after))
        compare("the login", login(before), login(after))
        compare("the sender", sender(before), sender(after))
        return found
    }

    private static func greetingName(_ attempt: Attempt) -> String? {
        attempt.dialogue.reply(attempt.dialogue.greeting)?.lines.first.flatMap(ServerIdentity.hostName)
    }

    /// Keywords that went or came; where one side has no EHLO reply, nothing is known.
    private static func capabilities(_ before: Dialogue, _ after: Dialogue) -> [String] {
        // What keys did not open in both is compared as it was before TLS: nobody read the other.
        let isOpen = before.encryptedFrom != nil && after.encryptedFrom != nil
        func keywords(_ dialogue: Dialogue) -> Set<String>? {
            guard dialogue.exchanges.contains(where: { $0.verb == .ehlo && ($0.reply?.isPositive ?? false) }) else {
                return nil
            }
            let isOfTLS = dialogue.encryptedFrom != nil || dialogue.isInferred
            let lines = isOfTLS && !isOpen ? dialogue.extensionsBeforeTLS : dialogue.extensions
            return lines.isEmpty && isOfTLS
                ? nil : Set(lines.compactMap { $0.split(separator: " ").first?.uppercased() })
        }
        guard let old = keywords(before), let new = keywords(after),
            // Under TLS servers offer other things than before it.
            before.startedTLS == after.startedTLS
        else { return [] }
        let gone = old.subtracting(new).sorted()
        let fresh = new.subtracting(old).sorted()
        return (gone.isEmpty ? [] : ["the server no longer offers \(Quote.short(gone.joined(separator: ", ")))"])
            + (fresh.isEmpty ? [] : ["the server offers \(Quote.short(fresh.joined(separator: ", "))) now"])
    }

    private static func encryption(_ attempt: Attempt) -> String? {
        guard
            attempt.dialogue.exchanges.contains(where: { $0.verb == .ehlo || $0.verb == .mail })
                || attempt.session.tls != nil
        else { return nil }
        return attempt.session.tls == nil ? "none" : "used"
    }

    private static func offer(_ attempt: Attempt) -> String? {
        attempt.session.tls?.clientHello.map { "\($0.highestVersion)" }
    }

    /// Known only where nothing of the dialogue is hidden.
    private static func login(_ attempt: Attempt) -> String? {
        guard attempt.session.tls == nil, attempt.first([.mail]) != nil || !attempt.dialogue.authTried.isEmpty else {
            return nil
        }
        return attempt.dialogue.authTried.last ?? "none"
    }

    private static func sender(_ attempt: Attempt) -> String? {
        attempt.dialogue.transactions.first?.mailFrom?.lowercased()
    }
}
