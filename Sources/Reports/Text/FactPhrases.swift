import Knowledge

/// Facts of a session in words, to say of a reply alone what it would mean with them.
enum FactPhrases {
    /// `the server offers STARTTLS and it came under TLS`; empty where none of them has words.
    static func all(_ facts: Set<Fact>) -> String {
        Phrases.list(facts.sorted { $0.rawValue < $1.rawValue }.compactMap { phrases[$0] }, "and")
    }

    private static let phrases: [Fact: String] = [
        .authOffered: "the server offers AUTH",
        .authTried: "the client had tried to log in",
        .authenticated: "the client had logged in",
        .oauthTried: "the client sent a token (XOAUTH2)",
        .mechanismOffered: "the server offers the method",
        .tls: "it came under TLS",
        .starttlsOffered: "the server offers STARTTLS, and the client has not used it",
        .starttlsUsed: "the client used STARTTLS",
        .ehloUnseen: "nothing is known of what the server offers",
        .noEhloAfterTLS: "the client said no EHLO after STARTTLS",
        .outsideRecipient: "the recipient's domain is not the sender's",
        .sameDomain: "the recipient's domain is the sender's",
        .clientTalkedFirst: "the client talked before the greeting",
        .clientHelloFirst: "the client began with TLS",
        .bdat: "the message was sent with BDAT",
        .implicitTLSPort: "the port is 465",
        .bareLineFeed: "the message holds a bare line feed",
        .bodyUnfinished: "the message was not finished",
        .severalSessions: "the client had several sessions open",
        .recipientAccepted: "another recipient was accepted",
        .recipientsRefused: "every recipient had been refused",
        .passwordLogin: "the client sent a password",
        .senderIsNotLogin: "the sender is not the login's address",
        .fromIsNotSender: "the From header names another address",
        .oldTLS: "it came under TLS 1.1 or older",
        .port25: "the port is 25",
        .submissionPort: "the port is one for submission (587, 465)",
        .addressTold: "the server has told the public address",
        .ehloNameInvalid: "the EHLO name is no host name",
        .heloOnly: "the client said HELO",
    ]
}
