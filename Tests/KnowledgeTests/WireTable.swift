import Knowledge
import Testing

/// Replies as servers give them, with where they come and what they mean: one row each, of
/// `stage | reply | context | cause | responsible`, where it matters `| confidence`. Lines of a reply are joined by ` / `.
/// The context names an endpoint with `@`, and facts. What the rows say was read in the sources that the rules name.
struct WireRow: Sendable, CustomTestStringConvertible {
    var question: ReplyQuestion
    var cause: String
    /// Empty where the cause alone matters.
    var responsible: String
    /// nil where it does not matter.
    var confidence: Confidence?
    var line: String

    var testDescription: String { line }

    init?(_ line: Substring) {
        let fields = line.split(separator: "|", omittingEmptySubsequences: false).map {
            $0.split(separator: " ").joined(separator: " ")
        }
        guard (5...6).contains(fields.count) else { return nil }
        self.line = String(line)
        var text = ""
        var code = 0
        var enhanced: String?
        for (index, part) in fields[1].split(separator: " / ").enumerated() {
            var words = part.split(separator: " ", omittingEmptySubsequences: false)[...]
            guard let first = words.popFirst(), let number = Int(first.prefix(3)) else { return nil }
            code = number
            if first.count > 4 { words.insert(first.dropFirst(4), at: words.startIndex) }
            if let status = words.first, status.split(separator: ".").count == 3,
                status.allSatisfy({ $0.isNumber || $0 == "." })
            {
                enhanced = String(status)
                words = words.dropFirst()
            }
            text += (index > 0 ? " " : "") + words.joined(separator: " ")
        }
        let context = fields[2].split(separator: " ").map(String.init)
        question = ReplyQuestion(
            stage: fields[0], code: code, enhanced: enhanced, text: text,
            endpoint: context.first { $0.hasPrefix("@") }.map { String($0.dropFirst()) },
            facts: Set(context.filter { !$0.hasPrefix("@") }.map { Fact(rawValue: $0) }))
        cause = fields[3]
        responsible = fields[4]
        if fields.count == 6 {
            guard let word = Confidence(rawValue: fields[5]) else { return nil }
            confidence = word
        }
    }

    static let lines =
        (microsoft + google + others + servers + path + wordings + looksAlike + misread + accounts + lists).split(
            separator: "\n")
    static let all = lines.compactMap(WireRow.init)

    static let microsoft = """
        tls | 421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2. | tls @m365-submission | tls-version-too-old | device-capability
        auth | 421 4.7.66 TLS 1.0 and 1.1 are not supported. Visit https://aka.ms/smtp_auth_tls. [AM0.eurprd04.prod.outlook.com 2026-11-21T21:22:48.225Z 08DE] | tls auth-offered | tls-version-too-old | device-capability
        auth | 535 5.7.67 TLS 1.0 and 1.1 are not supported by your organization | tls @m365-legacy | tls-version-too-old | device-capability
        ehlo | 500 5.3.3 Unrecognized command 'unknown' | client-hello-first @m365-submission | implicit-tls-on-starttls-port | device-config
        mail | 451 5.7.3 STARTTLS is required to send mail [AM0PR04] | starttls-offered | starttls-not-used | device-config
        auth | 504 5.7.4 Unrecognized authentication type | starttls-offered @m365-submission | auth-before-starttls | device-config
        auth | 451 5.7.3 Require STARTTLS to authenticate | starttls-offered | auth-before-starttls | device-config
        auth | 504 5.7.4 Unrecognized authentication type | starttls-offered @m365-mx | auth-on-mx-endpoint | device-config
        auth | 503 5.5.2 Send hello first | @m365-mx | auth-on-mx-endpoint | device-config
        auth | 504 5.7.4 Unrecognized authentication type | tls auth-offered starttls-used @m365-submission | no-common-auth-mechanism | device-capability
        auth | 454 4.7.0 Temporary authentication failure because negotiated Tls cipher strength is too weak | tls | no-shared-cipher | device-capability
        mail | 454 4.7.0 Failed to establish appropriate TLS channel: Access Denied | | connector-restriction |
        ehlo | 501 5.5.4 Invalid domain name [AM0PR04] | | invalid-ehlo-name | device-config
        ehlo | 501 5.0.0 EHLO requires domain address | | invalid-ehlo-name | device-config
        rcpt | 550 5.7.506 Access Denied, Bad HELO | | invalid-ehlo-name | device-config
        rcpt | 550 5.7.7 Access Denied, Bad HELO | | invalid-ehlo-name | device-config
        greeting | 421 4.3.2 The maximum number of concurrent connections has exceeded a limit, closing transmission channel | | too-many-connections |
        greeting | 421 4.3.2 Service not available | | server-busy-at-greeting |
        greeting | 421 4.3.2 Service not active | | server-busy-at-greeting |
        greeting | 421 4.3.2 System not accepting network messages | | server-busy-at-greeting |
        accepted | 421 4.4.1 Connection timed out. Total session duration: 00:10:01.8904373 | | client-idle-too-long |
        mail | 451 4.7.0 Timeout waiting for client input | | client-idle-too-long | device-fault
        auth | 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. | tls auth-offered | smtp-auth-disabled-tenant | tenant-config
        auth | 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. | tls auth-offered | smtp-auth-disabled-mailbox | tenant-config
        auth | 535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator. | tls | security-defaults | tenant-config
        auth | 535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator. | tls | conditional-access | tenant-config
        auth | 535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. | tls | bad-credentials | credentials
        auth | 535 5.7.139 Authentication unsuccessful, basic authentication is disabled. | tls | basic-auth-disabled | tenant-config
        auth | 550 5.7.30 Basic authentication is not supported for Client Submission. | tls | basic-auth-retired | device-capability
        auth | 535 5.7.3 Authentication unsuccessful | tls | bad-credentials | credentials
        auth | 535 5.7.3 Authentication unsuccessful. User not found | tls | bad-credentials | credentials
        auth | 535 5.7.3 Authentication unsuccessful. Tenant locked out | tls | bad-credentials | tenant-config
        auth | 535 5.7.139 Authentication unsuccessful, federated STS service was unreachable. | tls | auth-temporary-failure | tenant-config
        auth | 535 5.7.139 Authentication unsuccessful, the federated STS URL does not support HTTPS. | tls | auth-temporary-failure | tenant-config
        auth | 454 4.7.0 Temporary authentication failure | tls | auth-temporary-failure | server-fault
        auth | 451 4.7.3 Authentication unsuccessful due to temporary server error. Please try again later. | tls | auth-temporary-failure | server-fault
        auth | 501 5.5.124 Invalid XOAUTH2 auth data | tls oauth-tried | oauth-token-rejected | credentials
        auth | 535 5.7.3 Authentication unsuccessful | tls oauth-tried | oauth-token-rejected | credentials
        auth | 501 5.5.4 Authentication cancelled | tls auth-offered | no-common-auth-mechanism | device-capability
        mail | 530 5.7.57 Client not authenticated to send mail. | tls | auth-missing | device-config
        mail | 530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM | tls | auth-missing | device-config
        mail | 530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. | tls | smtp-auth-disabled-tenant | tenant-config
        mail | 530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. | tls | bad-credentials | credentials
        mail | 530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.3 Authentication unsuccessful | tls | bad-credentials | credentials
        mail | 550 5.7.53 SMTP; Client was rejected. Authenticated users only. | | auth-missing | device-config
        accepted | 554 5.2.252 SendAsDenied; a@contoso.com not allowed to send as b@contoso.com; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied | tls | send-as-denied | device-config
        accepted | 554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message | tls | send-as-denied | device-config
        mail | 550 5.7.60 SMTP; Client does not have permissions to send as this sender | tls | send-as-denied | device-config
        rcpt | 550 5.7.64 TenantAttribution; Relay Access Denied [AM0PR04] | @m365-mx | mx-endpoint-relay-denied | device-config
        rcpt | 550 5.7.1 Unable to Relay. ATTR11 | @m365-mx | mx-endpoint-relay-denied | device-config
        rcpt | 550 5.7.0 Relay Access Denied | @m365-mx | mx-endpoint-relay-denied | device-config
        rcpt | 550 5.7.1 Relay Access Denied ATTR1 | | mx-endpoint-relay-denied | device-config
        rcpt | 550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources | @m365-mx | direct-send-disabled | tenant-config
        rcpt | 550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus. To request removal from this list see https://www.spamhaus.org/query/ip/192.0.2.1 (AS3130). | @m365-mx | ip-blocklisted | reputation
        rcpt | 550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus. https://www.spamhaus.org/query/ip/192.0.2.1 AS(1450) | | ip-blocklisted | reputation
        rcpt | 550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list please visit https://sender.office.com/ (AS16012609) | | ip-banned | reputation
        rcpt | 550 5.7.511 Access denied, banned sender[192.0.2.1]. To request removal from this list please forward this message to delist@messaging.microsoft.com. AS(508) | | ip-banned | reputation
        mail | 550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150). | | ip-banned | reputation
        rcpt | 550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP | | tenant-threshold | server-policy
        accepted | 550 5.7.705 Access denied, tenant has exceeded threshold | | tenant-threshold | tenant-config
        accepted | 550 5.7.750 Client blocked from sending from unregistered domains | | tenant-threshold | tenant-config
        rcpt | 550 5.7.711 Access denied, bad inbound connector. AS(2204) | | connector-restriction | tenant-config
        rcpt | 451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (AS761) | @m365-mx | temporarily-throttled | reputation
        mail | 451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. For e-mail delivery information, see https://postmaster.live.com (S775) | | temporarily-throttled | reputation
        mail | 451 4.7.651 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. | | temporarily-throttled | reputation
        rcpt | 451 4.7.850 Access denied, please try again later | | temporarily-throttled | reputation
        accepted | 432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. | tls | concurrent-submission-limit | server-policy
        accepted | 432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded | tls | concurrent-submission-limit | server-policy
        accepted | 432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded | | temporarily-throttled | server-policy
        accepted | 550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients | tls | daily-limit | server-policy
        accepted | 550 5.2.2 Submission quota exceeded | tls | daily-limit | server-policy
        accepted | 554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException | tls | daily-limit | server-policy
        rcpt | 550 5.7.233 Your message can't be sent because your tenant has exceeded its daily limit for sending email to external recipients (tenant external recipient rate limit) | | tenant-threshold | tenant-config
        rcpt | 550 5.7.232 Your message can't be sent because your trial tenant has exceeded its daily limit | | tenant-threshold | tenant-config
        accepted | 550 5.1.8 Access denied, bad outbound sender AS(42004) | tls | sender-blocked | reputation
        accepted | 554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException | tls | sender-blocked | reputation
        accepted | 550 5.1.20 Multiple From addresses are not allowed without Sender address | | content-rejected | message
        accepted | 550 5.7.512 Access denied, message must be RFC 5322 section 3.6.2 compliant | | content-rejected | device-config
        accepted | 550 5.7.509 Access denied, sending domain CONTOSO.COM does not pass DMARC verification | | dmarc-reject | dns-config
        accepted | 550 5.7.515 Access denied, sending domain CONTOSO.COM doesn't meet the required authentication level | | dmarc-reject | dns-config
        accepted | 550 5.7.23 The message was rejected because of Sender Policy Framework violation | | dmarc-reject | dns-config
        rcpt | 550 5.4.1 Recipient address rejected: Access denied. AS(201806281) | @m365-mx | recipient-unknown | recipient
        rcpt | 550 5.4.1 Recipient address rejected: Access denied. For more information see https://aka.ms/EXOSmtpErrors | | recipient-unknown | recipient
        rcpt | 451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35. For more information go to https://go.microsoft.com/fwlink/?linkid=865268 | @m365-mx | server-configuration-error | device-config
        rcpt | 550 4.4.4 Mail received as unauthenticated, incoming to a recipient domain configured in a hosted tenant which has no mail-enabled subscriptions. ATTR5 | @m365-mx | recipient-unknown | tenant-config
        accepted | 554 5.4.14 Hop count exceeded - possible mail loop ATTR34 | | server-configuration-error | tenant-config
        accepted | 554 5.4.6 Hop count exceeded - possible mail loop | | server-configuration-error | tenant-config
        mail | 552 5.3.4 Message size exceeds fixed maximum message size | | message-too-big | message
        accepted | 550 5.2.3 RESOLVER.RST.SendSizeLimit.Sender; message too large for this sender | | message-too-big | message
        accepted | 550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient | | message-too-big | message
        accepted | 550 5.6.11 SMTPSEND.BareLinefeedsAreIllegal; Invalid characters | | bare-newline | device-capability
        accepted | 554 5.6.0 Invalid message content, contains bare linefeeds | | bare-newline | device-capability
        rcpt | 550 5.7.25 Service unavailable, sending IPv6 address [2001:db8::1] must have a reverse DNS record | | reverse-dns-missing | dns-config
        rcpt | 450 4.7.26 Service unavailable, message sent over IPv6 [2001:db8::1] must pass either SPF or DKIM validation | | dmarc-reject | dns-config
        rcpt | 550 5.7.510 The domain does not accept email over IPv6 | | refused-by-policy | device-config
        rcpt | 450 4.7.230 Connecting Exchange server version is out-of-date; connection to Exchange Online throttled | | temporarily-throttled | tenant-config
        rcpt | 550 5.7.230 Connecting Exchange server version is out-of-date; connection to Exchange Online blocked for 10 mins/hr. | | temporarily-throttled | tenant-config
        rcpt | 452 4.5.3 Too many recipients | | temporarily-throttled | server-policy
        rcpt | 451 4.7.0 Temporary server error. Please try again later. PRX2 | | server-configuration-error | server-fault
        mail | 451 4.7.0 Temporary server error. Please try again later. CPRX1 | | server-configuration-error | server-fault

        """

    static let google = """
        mail | 530-5.7.0 Must issue a STARTTLS command first. For more information, go to / 530-5.7.0  https://support.google.com/a/answer/3221692 and review RFC 3207 / 530 5.7.0 specifications. abc - gsmtp | starttls-offered | starttls-not-used | device-config
        mail | 530-5.7.0 Authentication Required. For more information, go to / 530 5.7.0  https://support.google.com/mail/?p=WantAuthError abc - gsmtp | tls | auth-missing | device-config
        mail | 530 5.7.0 Authentication Required. Learn more at https://support.google.com/accounts/troubleshooter/2402620 | tls | auth-missing | device-config
        auth | 535-5.7.8 Username and Password not accepted. For more information, go to / 535 5.7.8  https://support.google.com/mail/?p=BadCredentials abc - gsmtp | tls | bad-credentials | credentials
        auth | 534-5.7.9 Application-specific password required. For more information, go to / 534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor abc - gsmtp | tls | app-password-required | credentials
        auth | 534-5.7.14 <https://accounts.google.com/signin/continue?x> Please log in via your web browser / 534 5.7.14 and then try again. | tls | app-password-required | credentials
        ehlo | 501 5.5.4 HELO/EHLO argument is invalid | | invalid-ehlo-name | device-config
        ehlo | 501 5.5.4 Empty HELO/EHLO argument not allowed, closing connection | | invalid-ehlo-name | device-config
        mail | 550 5.7.0 Mail relay denied 192.0.2.1. Invalid credentials for relay for one of the domains in: example.com | | relay-denied | tenant-config
        mail | 550 5.7.1 Invalid credentials for relay [192.0.2.1]. The IP address you've registered in your Workspace SMTP Relay service doesn't match | | relay-denied | tenant-config
        ehlo | 421 4.7.0 Try again later, closing connection. (EHLO) abc - gsmtp | | invalid-ehlo-name | device-config
        rcpt | 550-5.7.1 [192.0.2.1] The IP you're using to send mail is not authorized to send email directly to our servers. | | ip-blocklisted | reputation
        accepted | 550 5.7.25 The IP address sending this message does not have a PTR record setup | | reverse-dns-missing | dns-config
        accepted | 421 4.7.23 The IP address sending this message does not have a PTR record | | reverse-dns-missing | dns-config
        accepted | 550-5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. | | dmarc-reject | dns-config
        accepted | 421 4.7.26 This mail has been rate limited because it is unauthenticated. | | dmarc-reject | dns-config
        accepted | 550 5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC policy. | | dmarc-reject | dns-config
        accepted | 550 5.7.30 This mail has been blocked because DKIM does not pass. | | dmarc-reject | dns-config
        rcpt | 421 4.7.28 Gmail has detected an unusual rate of mail originating from your IP address. | | temporarily-throttled | reputation
        accepted | 550 5.4.5 Daily user sending limit exceeded. | tls | daily-limit | server-policy
        accepted | 552 5.3.4 Your message exceeded Google's message size limits. | | message-too-big | message
        accepted | 552-5.2.3 Your message exceeded Google's message size limits. | | message-too-big | message
        accepted | 552-5.7.0 This message was blocked because its content presents a potential security issue. | | content-rejected | message
        mail | 451 4.4.2 Timeout - closing connection. abc - gsmtp | | client-idle-too-long | device-fault
        mail | 421 4.7.0 Connection expired, try reconnecting. | | client-idle-too-long | device-fault
        accepted | 550 5.7.1 Messages missing a valid Message-ID: header are not accepted. | | content-rejected | device-capability
        rcpt | 550-5.1.1 The email account that you tried to reach does not exist. | | recipient-unknown | recipient

        """
}
