import Packets
import SMTP
import Sessions
import Streams

/// Values for the placeholders in the rules' sentences.
enum ReplyValues {
    static func of(_ refusal: Refusal, _ story: Story) -> [String: String] {
        let dialogue = story.dialogue
        var values = session(story)
        values["reply"] = "\(refusal.reply.code) \(Quote.short(refusal.reply))"
        values["ip"] = publicAddress(refusal.reply.text) ?? toldAddress(story)
        if let transaction = dialogue.transactions.last(where: { ($0.mail ?? 0) <= refusal.exchange }) {
            values["sender"] = transaction.mailFrom
            values["recipient"] =
                story.isUnseenRecipient(refusal.exchange)
                ? "a recipient whose RCPT is not in the capture"
                : (transaction.recipients.first { $0.exchange == refusal.exchange } ?? transaction.recipients.last)?
                    .address
            if let message = transaction.message { values["size"] = Phrase.octets(message.size) }
        }
        return values
    }

    /// What is known of the session without any reply.
    static func session(_ story: Story) -> [String: String] {
        let dialogue = story.dialogue
        var values: [String: String] = [:]
        values["server"] = story.serverName ?? story.session.server.map { "\($0.address)" }
        values["server_ip"] = story.session.server.map { "\($0.address)" }
        values["port"] = story.session.server.map { "\($0.port)" }
        values["client"] = "\(story.session.client.address)"
        values["name"] = story.session.lookup?.name ?? story.serverName
        values["ehlo"] = dialogue.clientName
        values["ip"] = toldAddress(story)
        values["mechanism"] = dialogue.authTried.last
        values["offered"] = dialogue.authOffered.isEmpty ? nil : dialogue.authOffered.joined(separator: ", ")
        let size = dialogue.extensions.first { $0.uppercased().hasPrefix("SIZE ") }
        values["limit"] = size.flatMap { Int($0.dropFirst(5)) }.map(Phrase.octets)
        return values
    }

    /// The client's public address as the server sees it, from its EHLO reply.
    static func toldAddress(_ story: Story) -> String? {
        let reply = story.exchanges.last { $0.verb == .ehlo && ($0.reply?.isPositive ?? false) }?.reply
        return reply?.lines.first.flatMap(publicAddress)
    }

    /// The first address in brackets that the internet can know.
    static func publicAddress(_ text: String) -> String? {
        bracketedAddress(text) { IPAddress($0)?.isPrivate != true }
    }

    /// The address in brackets that a server says it sees: `Hello [203.0.113.10]`.
    static func bracketedAddress(_ text: String, where isWanted: (String) -> Bool = { _ in true }) -> String? {
        var rest = text[...]
        while let open = rest.firstIndex(of: "[") {
            let inside = rest[rest.index(after: open)...]
            guard let close = inside.firstIndex(of: "]") else { return nil }
            let word = inside[..<close].drop { $0 == " " }
            let bare = word.lowercased().hasPrefix("ipv6:") ? word.dropFirst(5) : word
            if bare.contains(where: \.isNumber), bare.count >= 7,
                bare.allSatisfy({ $0.isHexDigit || $0 == "." || $0 == ":" }),
                bare.contains(".") || bare.contains(":"), isWanted(String(bare))
            {
                return String(bare)
            }
            rest = inside[close...]
        }
        return nil
    }
}
