import Knowledge

extension ReplyExample {
    private static let tail = "[FR0P281CA0045.outlook.office365.com 2026-11-21T21:22:48.225Z 08DEE2202A76DBDF]"
    private static let clear: Set<Fact> = [.starttlsOffered, .authTried]
    private static let encrypted: Set<Fact> = [.tls, .starttlsOffered, .starttlsUsed, .authOffered, .authTried]

    private static func reply(
        _ stage: String, _ code: Int, _ enhanced: String?, _ text: String, _ cause: String, _ responsible: String,
        facts: Set<Fact> = [], endpoint: Endpoint.ID? = nil
    ) -> ReplyExample {
        ReplyExample(
            stage: stage, code: code, enhanced: enhanced, text: text, facts: facts, endpoint: endpoint, cause: cause,
            responsible: responsible)
    }

    static let all = microsoft365 + google + servers + providers + generic

    static let microsoft365: [ReplyExample] = [
        reply("mail", 451, "5.7.3", "STARTTLS is required to send mail \(tail)", "starttls-not-used", "device-config"),
        reply(
            "auth", 504, "5.7.4", "Unrecognized authentication type \(tail)", "auth-before-starttls", "device-config",
            facts: clear, endpoint: "m365-submission"),
        reply(
            "auth", 504, "5.7.4", "Unrecognized authentication type \(tail)", "no-common-auth-mechanism",
            "device-capability", facts: encrypted, endpoint: "m365-submission"),
        reply(
            "auth", 504, "5.7.4", "Unrecognized authentication type \(tail)", "auth-on-mx-endpoint", "device-config",
            facts: clear, endpoint: "m365-mx"),
        reply(
            "auth", 504, "5.7.4", "Unrecognized authentication type \(tail)", "starttls-not-offered", "unknown",
            facts: [.authTried], endpoint: "m365-submission"),
        reply(
            "auth", 503, "5.5.2", "Send hello first \(tail)", "no-ehlo-after-starttls", "device-capability",
            facts: [.tls, .starttlsOffered, .starttlsUsed, .noEhloAfterTLS], endpoint: "m365-submission"),
        reply(
            "auth", 535, "5.7.139",
            "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. "
                + "Visit https://aka.ms/smtp_auth_disabled for more information. \(tail)", "smtp-auth-disabled-tenant",
            "tenant-config", facts: encrypted),
        reply(
            "auth", 535, "5.7.139",
            "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. "
                + tail, "smtp-auth-disabled-mailbox", "tenant-config", facts: encrypted),
        reply(
            "auth", 535, "5.7.139",
            "Authentication unsuccessful, user is locked by your organization's security "
                + "defaults policy. Contact your administrator. \(tail)", "security-defaults", "tenant-config"),
        reply(
            "auth", 535, "5.7.139",
            "Authentication unsuccessful, the request did not meet the criteria to be "
                + "authenticated successfully. Contact your administrator. \(tail)", "conditional-access",
            "tenant-config"),
        reply(
            "auth", 535, "5.7.139", "Authentication unsuccessful, the user credentials were incorrect. \(tail)",
            "bad-credentials", "credentials", facts: encrypted),
        reply(
            "auth", 535, "5.7.139", "Authentication unsuccessful, basic authentication is disabled. \(tail)",
            "basic-auth-disabled", "tenant-config"),
        reply(
            "auth", 550, "5.7.30", "Basic authentication is not supported for Client Submission.", "basic-auth-retired",
            "device-capability"),
        reply(
            "auth", 535, "5.7.3", "Authentication unsuccessful \(tail)", "bad-credentials", "credentials",
            facts: encrypted),
        reply(
            "auth", 535, "5.7.3", "Authentication unsuccessful \(tail)", "oauth-token-rejected", "credentials",
            facts: encrypted.union([.oauthTried])),
        reply(
            "auth", 535, "5.7.139", "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
            "smtp-auth-disabled-tenant", "tenant-config", facts: encrypted.union([.oauthTried])),
        reply(
            "auth", 421, "4.7.66",
            "TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support "
                + "TLS 1.2. Visit https://aka.ms/smtp_auth_tls. \(tail)", "tls-version-too-old", "device-capability",
            facts: encrypted),
        reply(
            "auth", 454, "4.7.0", "Temporary authentication failure \(tail)", "auth-temporary-failure", "server-fault"),
        reply(
            "mail", 530, "5.7.57", "Client not authenticated to send mail. \(tail)", "auth-missing", "device-config",
            facts: encrypted),
        reply(
            "mail", 530, "5.7.57",
            "Client not authenticated to send mail. Error: 535 5.7.139 Authentication "
                + "unsuccessful, SmtpClientAuthentication is disabled for the Tenant. \(tail)",
            "smtp-auth-disabled-tenant",
            "tenant-config"),
        reply(
            "mail", 530, "5.7.57",
            "Client not authenticated to send mail. Error: 535 5.7.3 Authentication "
                + "unsuccessful \(tail)", "bad-credentials", "credentials"),
        reply(
            "accepted", 554, "5.2.252",
            "SendAsDenied; scanner@example.com not allowed to send as noreply@example.com; "
                + "STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied", "send-as-denied",
            "device-config"),
        reply(
            "mail", 550, "5.7.60", "SMTP; Client does not have permissions to send as this sender", "send-as-denied",
            "device-config"),
        reply(
            "rcpt", 550, "5.7.64", "TenantAttribution; Relay Access Denied \(tail)", "mx-endpoint-relay-denied",
            "device-config", facts: [.outsideRecipient], endpoint: "m365-mx"),
        reply("rcpt", 550, "5.7.1", "Unable to Relay. ATTR11", "mx-endpoint-relay-denied", "device-config"),
        reply(
            "accepted", 550, "5.7.68",
            "TenantInboundAttribution; Direct Send not allowed for this organization from "
                + "unauthorized sources \(tail)", "direct-send-disabled", "tenant-config"),
        reply(
            "rcpt", 550, "5.7.1",
            "Service unavailable, Client host [203.0.113.10] blocked using Spamhaus. To request "
                + "removal from this list see https://www.spamhaus.org/query/ip/203.0.113.10 (AS3130). \(tail)",
            "ip-blocklisted", "reputation", endpoint: "m365-mx"),
        reply(
            "rcpt", 550, "5.7.606", "Access denied, banned sending IP [203.0.113.10]. \(tail)", "ip-banned",
            "reputation"),
        reply(
            "rcpt", 550, "5.7.649", "Access denied, banned sending IP [203.0.113.10]. \(tail)", "ip-banned",
            "reputation"),
        reply("rcpt", 550, "5.7.511", "Access denied, banned sender[1.2.3.4].", "ip-banned", "reputation"),
        reply(
            "rcpt", 550, "5.4.1", "Recipient address rejected: Access denied. AS(201806281) \(tail)",
            "recipient-unknown", "recipient", endpoint: "m365-mx"),
        reply(
            "rcpt", 451, "4.7.500", "Server busy. Please try again later from [203.0.113.10]. (S77714) \(tail)",
            "temporarily-throttled", "reputation"),
        reply(
            "mail", 451, "4.7.650",
            "The mail server [203.0.113.10] has been temporarily rate limited due to IP "
                + "reputation.", "temporarily-throttled", "reputation"),
        reply(
            "accepted", 432, "4.3.2", "STOREDRV.ClientSubmit; sender thread limit exceeded",
            "concurrent-submission-limit", "server-policy"),
        reply(
            "accepted", 432, "4.3.2",
            "Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending "
                + "for more information.", "concurrent-submission-limit", "server-policy"),
        reply(
            "accepted", 550, "5.1.90",
            "Your message can't be sent because you've reached your daily limit for message "
                + "recipients", "daily-limit", "server-policy"),
        reply("accepted", 550, "5.1.8", "Access denied, bad outbound sender AS(42004)", "sender-blocked", "reputation"),
        reply(
            "rcpt", 550, "5.7.705", "Access denied, tenant has exceeded threshold", "tenant-threshold", "tenant-config"),
        reply(
            "accepted", 550, "5.7.509",
            "Access denied, sending domain EXAMPLE.COM does not pass DMARC verification and "
                + "has a DMARC policy of reject.", "dmarc-reject", "dns-config"),
        reply(
            "accepted", 552, "5.3.4", "Message size exceeds fixed maximum message size \(tail)", "message-too-big",
            "message"),
        reply("ehlo", 501, "5.5.4", "Invalid domain name \(tail)", "invalid-ehlo-name", "device-config"),
        reply("mail", 501, "5.1.7", "Invalid address \(tail)", "invalid-sender-address", "device-config"),
        reply("accepted", 421, "4.4.1", "Connection timed out \(tail)", "no-end-of-data", "device-fault"),
        reply("ehlo", 421, "4.4.1", "Connection timed out \(tail)", "client-idle-too-long", "device-fault"),
        reply(
            "greeting", 554, "5.7.1", "mail.protection.outlook.com Service refused for [203.0.113.10] by reputation",
            "refused-at-greeting", "reputation", endpoint: "m365-mx"),
        reply(
            "greeting", 421, "4.3.2",
            "The maximum number of concurrent connections has exceeded a limit, closing "
                + "transmission channel", "too-many-connections", "server-policy"),
        reply("greeting", 421, "4.3.2", "Service not available", "server-busy-at-greeting", "server-fault"),
    ]

    static let google: [ReplyExample] = [
        reply(
            "mail", 530, "5.7.0",
            "Must issue a STARTTLS command first. For more information, go to "
                + "https://support.google.com/a/answer/3221692 abc.12 - gsmtp", "starttls-not-used", "device-config"),
        reply(
            "mail", 530, "5.7.0",
            "Authentication Required. For more information, go to "
                + "https://support.google.com/mail/?p=WantAuthError abc.12 - gsmtp", "auth-missing", "device-config",
            facts: encrypted),
        reply(
            "auth", 535, "5.7.8",
            "Username and Password not accepted. For more information, go to "
                + "https://support.google.com/mail/?p=BadCredentials abc.12 - gsmtp", "bad-credentials", "credentials"),
        reply(
            "auth", 534, "5.7.9",
            "Application-specific password required. For more information, go to "
                + "https://support.google.com/mail/?p=InvalidSecondFactor abc.12 - gsmtp", "app-password-required",
            "credentials"),
        reply("ehlo", 501, "5.5.4", "HELO/EHLO argument is invalid", "invalid-ehlo-name", "device-config"),
        reply(
            "mail", 550, "5.7.1",
            "Invalid credentials for relay [203.0.113.10]. The IP address you've registered in "
                + "your Workspace SMTP Relay service doesn't match.", "relay-denied", "tenant-config"),
        reply(
            "accepted", 550, "5.7.26",
            "This mail has been blocked because the sender is unauthenticated. Gmail "
                + "requires all senders to authenticate with either SPF or DKIM.", "dmarc-reject", "dns-config"),
        reply("accepted", 550, "5.4.5", "Daily user sending limit exceeded.", "daily-limit", "server-policy"),
        reply(
            "accepted", 552, "5.3.4", "Your message exceeded Google's message size limits.", "message-too-big",
            "message"),
        reply(
            "rcpt", 550, "5.1.1", "The email account that you tried to reach does not exist.", "recipient-unknown",
            "recipient"),
        reply(
            "auth", 451, "4.4.2", "Timeout - closing connection. abc.12 - gsmtp", "client-idle-too-long",
            "device-fault"),
    ]
}
