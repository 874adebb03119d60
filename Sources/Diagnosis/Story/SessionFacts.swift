import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// What the session shows up to an exchange, in the words that rules and notes ask for: what the server offers, what
/// the client did and did not do.
enum SessionFacts {
    private static let passwordMechanisms: Set<String> = ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM"]

    static func of(_ story: Story, until exchange: Int) -> Set<Fact> {
        let dialogue = story.dialogue
        let before = dialogue.exchanges[..<min(exchange, dialogue.exchanges.count)]
        var facts: Set<Fact> = []
        func set(_ fact: Fact, _ condition: Bool) { if condition { facts.insert(fact) } }

        set(.authOffered, !dialogue.authOffered.isEmpty)
        set(.authTried, !dialogue.authTried.isEmpty)
        set(.authenticated, before.contains { $0.reply?.code == 235 })
        if let mechanism = dialogue.authTried.last {
            set(.oauthTried, ["XOAUTH2", "OAUTHBEARER"].contains(mechanism))
            set(.passwordLogin, passwordMechanisms.contains(mechanism))
            set(.mechanismOffered, dialogue.authOffered.contains(mechanism))
        }
        set(.starttlsOffered, story.offers("STARTTLS"))
        set(.starttlsUsed, before.contains { $0.verb == .startTLS })
        set(.ehloUnseen, !story.hasWholeEHLOReply)
        set(.heloOnly, before.contains { $0.verb == .helo } && !before.contains { $0.verb == .ehlo })
        set(.ehloNameInvalid, dialogue.clientName.map { !isHostName($0) } ?? false)
        set(.clientTalkedFirst, dialogue.clientTalkedFirst)
        set(.clientHelloFirst, dialogue.clientSpokeTLSFirst)
        set(.implicitTLSPort, story.port == 465)
        set(.port25, story.port == 25)
        set(.submissionPort, story.isSubmissionPort)
        set(.addressTold, ReplyValues.toldAddress(story) != nil)
        set(.senderIsNotLogin, dialogue.loginMatchesSender == false)
        set(.fromIsNotSender, dialogue.transactions.contains(where: hasOtherFrom))
        set(.tls, dialogue.exchangesBeforeTLS.map { exchange > $0 } ?? false)
        set(.noEhloAfterTLS, story.lacksEHLOAfterTLS(before: max(0, exchange - 1)))
        set(.oldTLS, story.tls.flatMap { $0.established == nil ? nil : $0.version }.map { $0 < .tls12 } ?? false)
        return facts
    }

    /// The From header names another address than MAIL does.
    private static func hasOtherFrom(_ transaction: Transaction) -> Bool {
        guard let from = transaction.message?.from, let sender = transaction.mailFrom, sender.contains("@"),
            !sender.hasSuffix("…"), from.contains("@")
        else { return false }
        return !from.lowercased().contains(sender.lowercased())
    }

    /// A host name with a domain (RFC 5321 §4.1.1.1, RFC 1123 §2.1), or an address in brackets.
    static func isHostName(_ name: String) -> Bool {
        if name.hasPrefix("["), name.hasSuffix("]") { return true }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, last.contains(where: \.isLetter) else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
                && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        }
    }
}
