import Knowledge

extension ReplyExample {
    private static let clear: Set<Fact> = [.starttlsOffered, .authTried]

    private static func reply(
        _ stage: String, _ code: Int, _ enhanced: String?, _ text: String, _ cause: String, _ responsible: String,
        facts: Set<Fact> = [], endpoint: Endpoint.ID? = nil
    ) -> ReplyExample {
        ReplyExample(
            stage: stage, code: code, enhanced: enhanced, text: text, facts: facts, endpoint: endpoint, cause: cause,
            responsible: responsible)
    }

    /// Postfix, Exim, Exchange and others.
    static let servers: [ReplyExample] = [
        reply("rcpt", 554, "5.7.1", "<boss@example.com>: Relay access denied", "relay-denied", "server-policy"),
        reply("rcpt", 454, "4.7.1", "<boss@example.com>: Relay access denied", "relay-denied", "server-policy"),
        reply(
            "rcpt", 450, "4.1.8", "<scanner@nosuch.invalid>: Sender address rejected: Domain not found",
            "sender-domain-unknown", "device-config"),
        reply(
            "rcpt", 504, "5.5.2", "<scanner@mfp>: Sender address rejected: need fully-qualified address",
            "invalid-sender-address", "device-config"),
        reply(
            "rcpt", 553, "5.7.1", "<a@example.com>: Sender address rejected: not owned by user b@example.com",
            "send-as-denied", "device-config"),
        reply(
            "rcpt", 553, "5.7.1", "<a@example.com>: Sender address rejected: not logged in", "auth-missing",
            "device-config"),
        reply(
            "rcpt", 550, "5.1.1", "<x@example.com>: Recipient address rejected: User unknown in local recipient table",
            "recipient-unknown", "recipient"),
        reply(
            "rcpt", 450, "4.2.0",
            "<x@example.com>: Recipient address rejected: Greylisted, see "
                + "http://postgrey.schweikert.ch/help", "greylisted", "server-policy"),
        reply(
            "rcpt", 451, "4.3.5", "<x@example.com>: Recipient address rejected: Server configuration problem",
            "server-configuration-error", "server-fault"),
        reply(
            "rcpt", 554, "5.7.1",
            "Service unavailable; Client host [203.0.113.10] blocked using zen.spamhaus.org; "
                + "https://www.spamhaus.org/query/ip/203.0.113.10", "ip-blocklisted", "reputation"),
        reply(
            "greeting", 554, "5.7.1", "<unknown[203.0.113.10]>: Client host rejected: Access denied",
            "refused-at-greeting", "server-policy"),
        reply(
            "rcpt", 450, "4.7.25", "Client host rejected: cannot find your reverse hostname, [203.0.113.10]",
            "reverse-dns-missing", "dns-config"),
        reply(
            "rcpt", 504, "5.5.2", "<mfp>: Helo command rejected: need fully-qualified hostname", "invalid-ehlo-name",
            "device-config"),
        reply("mail", 530, "5.7.0", "Must issue a STARTTLS command first", "starttls-not-used", "device-config"),
        reply("mail", 452, "4.3.1", "Insufficient system storage", "server-out-of-space", "server-fault"),
        reply("mail", 552, "5.3.4", "Message size exceeds fixed limit", "message-too-big", "message"),
        reply("accepted", 552, "5.3.4", "Error: message file too big", "message-too-big", "message"),
        reply(
            "accepted", 550, "5.5.2", "mail.example.net Error: bare <LF> received", "bare-newline",
            "device-capability"),
        reply(
            "auth", 503, "5.5.1", "Error: authentication not enabled", "auth-before-starttls", "device-config",
            facts: clear),
        reply(
            "auth", 503, "5.5.1", "Error: authentication not enabled", "auth-on-mx-endpoint", "device-config",
            facts: [.authTried]),
        reply("auth", 535, "5.7.8", "Error: authentication failed: UGFzc3dvcmQ6", "bad-credentials", "credentials"),
        reply(
            "auth", 454, "4.7.0", "Temporary authentication failure: Connection lost to authentication server",
            "auth-temporary-failure", "server-fault"),
        reply(
            "starttls", 454, "4.7.0", "TLS not available due to local problem", "tls-temporarily-unavailable",
            "server-fault"),
        reply("mail", 421, "4.4.2", "mail.example.net Error: timeout exceeded", "client-idle-too-long", "device-fault"),
        reply("accepted", 421, "4.4.2", "mail.example.net Error: timeout exceeded", "no-end-of-data", "device-fault"),
        reply(
            "greeting", 421, "4.7.0", "mail.example.net Error: too many connections from 203.0.113.10",
            "too-many-connections", "server-policy"),
        reply("ehlo", 521, "5.5.1", "Protocol error", "talks-before-greeting", "device-capability"),
        reply("data", 554, "5.5.1", "Error: no valid recipients", "no-recipient-given", "device-fault"),
        reply("greeting", 554, nil, "SMTP synchronization error", "talks-before-greeting", "device-capability"),
        reply("greeting", 554, nil, "SMTP service not available", "refused-at-greeting", "server-policy"),
        reply("rcpt", 550, nil, "relay not permitted", "relay-denied", "server-policy"),
        reply("rcpt", 550, nil, "Unrouteable address", "recipient-unknown", "recipient"),
        reply("rcpt", 451, nil, "Greylisted, please try again later", "greylisted", "server-policy"),
        reply(
            "auth", 503, nil, "AUTH command used when not advertised", "auth-before-starttls", "device-config",
            facts: clear),
        reply(
            "auth", 503, nil, "AUTH command used when not advertised", "auth-on-mx-endpoint", "device-config",
            facts: [.authTried]),
        reply("auth", 535, nil, "Incorrect authentication data", "bad-credentials", "credentials"),
        reply(
            "mail", 421, nil, "exim.example.net: SMTP command timeout - closing connection", "client-idle-too-long",
            "device-fault"),
        reply(
            "accepted", 421, nil, "exim.example.net SMTP incoming data timeout - message abandoned", "no-end-of-data",
            "device-fault"),
        reply("accepted", 552, nil, "Message size exceeds maximum permitted", "message-too-big", "message"),
        reply("accepted", 550, nil, "This message looks like spam", "content-rejected", "message"),
        reply("ehlo", 501, nil, "Syntactically invalid EHLO argument(s)", "invalid-ehlo-name", "device-config"),
        reply(
            "rcpt", 550, "5.7.54", "SMTP; Unable to relay recipient in non-accepted domain", "relay-denied",
            "server-policy"),
        reply("mail", 530, "5.7.1", "Client was not authenticated", "auth-missing", "device-config"),
        reply("mail", 452, "4.3.1", "Insufficient system resources", "server-out-of-space", "server-fault"),
        reply("auth", 451, "5.7.3", "Require STARTTLS to authenticate", "auth-before-starttls", "device-config"),
        reply(
            "auth", 504, "5.5.4", "Encryption required for requested authentication mechanism",
            "auth-before-starttls", "device-config"),
        reply("rcpt", 530, nil, "SMTP authentication is required.", "auth-missing", "device-config"),
        reply(
            "rcpt", 553, nil, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "relay-denied",
            "server-policy"),
        reply("starttls", 500, "5.3.3", "Unrecognized command 'XXXXXXXX'", "esmtp-inspection", "firewall"),
    ]

    static let providers: [ReplyExample] = [
        reply(
            "greeting", 553, "5.7.1",
            "[BL21] Connections will not be accepted from 203.0.113.10, because the ip is in "
                + "Spamhaus's list", "ip-blocklisted", "reputation"),
        reply(
            "greeting", 421, "4.7.0",
            "[TSS04] Messages from 203.0.113.10 temporarily deferred due to unexpected volume "
                + "or user complaints", "temporarily-throttled", "reputation"),
        reply("auth", 535, nil, "Authentication Credentials Invalid", "bad-credentials", "credentials"),
        reply(
            "accepted", 554, nil,
            "Message rejected: Email address is not verified. The following identities failed "
                + "the check in region EU-WEST-1: a@example.com", "send-as-denied", "tenant-config"),
        reply(
            "accepted", 550, nil,
            "The from address does not match a verified Sender Identity. Mail cannot be sent until "
                + "this error is resolved.", "send-as-denied", "tenant-config"),
        reply("mail", 553, nil, "Relaying disallowed as a@example.com", "send-as-denied", "device-config"),
        reply(
            "auth", 535, nil, "Authentication not allowed on IBSMTP Servers. IB401", "auth-on-mx-endpoint",
            "device-config"),
        reply(
            "greeting", 554, nil,
            "Connection refused. This IP address is listed on the Spamhaus Block List (SBL). "
                + "IB104", "ip-blocklisted", "reputation"),
        reply(
            "rcpt", 451, nil,
            "Internal resources are temporarily unavailable - "
                + "https://community.mimecast.com/docs/DOC-1369#451", "greylisted", "server-policy"),
        reply(
            "greeting", 554, nil, "Blocked - see https://ipcheck.proofpoint.com/?ip=203.0.113.10", "ip-banned",
            "reputation"),
        reply(
            "greeting", 554, nil,
            "mx.example.com Your access to this mail system has been rejected due to the sending "
                + "MTA's poor reputation.", "ip-blocklisted", "reputation"),
        reply("rcpt", 554, "5.7.1", "Blocked by FortiGate email filter", "refused-at-rcpt", "unknown"),
        reply("greeting", 554, "5.7.1", "Outbound SMTP is blocked by policy", "firewall-answers-itself", "firewall"),
    ]

    static let generic: [ReplyExample] = [
        reply("rcpt", 550, nil, "No.", "refused-at-rcpt", "server-policy"),
        reply("ehlo", 550, nil, "No.", "refused-at-ehlo", "server-policy"),
        reply("mail", 550, nil, "No.", "refused-at-mail", "server-policy"),
        reply("greeting", 554, nil, "No.", "refused-at-greeting", "server-policy"),
        reply("greeting", 421, nil, "No.", "server-busy-at-greeting", "server-policy"),
        reply("rcpt", 421, nil, "No.", "server-shutting-channel", "server-fault"),
        reply("mail", 530, nil, "No.", "auth-missing", "device-config"),
        reply("auth", 535, nil, "No.", "bad-credentials", "credentials"),
        reply("auth", 538, nil, "No.", "auth-before-starttls", "device-config"),
        reply("accepted", 552, nil, "No.", "message-too-big", "message"),
        reply("rcpt", 550, "5.1.1", "No.", "recipient-unknown", "recipient"),
        reply("rcpt", 550, "5.2.2", "No.", "mailbox-full", "recipient"),
        reply("data", 503, nil, "No.", "no-recipient-given", "device-fault"),
    ]
}
