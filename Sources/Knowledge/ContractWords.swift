/// The stable words of a verdict that rule files may use. Causes are not listed here: the known ones are those that
/// have a wording.
package enum ContractWords {
    /// The stages of a session, in order.
    package static let stages = [
        "resolve", "connect", "greeting", "ehlo", "starttls", "tls", "auth", "mail", "rcpt", "data", "accepted", "quit",
    ]

    /// Who can be responsible.
    package static let parties: Set<String> = [
        "device-config", "device-capability", "device-fault", "credentials", "tenant-config", "server-policy",
        "server-fault", "reputation", "recipient", "message", "dns-config", "firewall", "isp", "network-path",
        "capture", "none", "unknown",
    ]

    /// How an attempt to send mail may end.
    package static let outcomes: Set<String> = ["delivered", "partial", "refused", "failed", "test-only", "unknown"]

    /// Where a cause's usual stage may be: a stage, or one of the groups of the list of causes.
    package static let causeStages: Set<String> = Set(stages).union(["any", "capture", "none"])

    /// The commands that replies answer, as rule files write them.
    package static let verbs: Set<String> = [
        "EHLO", "HELO", "LHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "QUIT", "VRFY",
        "EXPN", "HELP", "ETRN", "TURN", "ATRN", "SEND", "SOML", "SAML", "BURL", "XCLIENT", "XFORWARD",
    ]

    /// False for what is said where nothing was refused, or where a capture does not show what happened.
    static func isOfRefusal(_ cause: String) -> Bool {
        !(cause == "delivered" || cause.hasSuffix("-test-only") || cause.hasPrefix("capture-")
            || ["decisive-reply-not-captured", "one-direction-only", "payload-not-captured"].contains(cause))
    }

    /// The cause of a refusal that no rule explains, with the stage left open.
    package static let refusedAtStage = "refused-at-<stage>"
}
