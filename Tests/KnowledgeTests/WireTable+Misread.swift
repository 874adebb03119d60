extension WireRow {
    /// Replies whose first words, or whose code, say another thing than they mean.
    static let misread = """
        auth | 535 5.7.8 Error: authentication failed: generic failure | tls | auth-temporary-failure | server-fault | likely
        auth | 535 5.7.8 Error: authentication failed: cannot connect to saslauthd server: Permission denied | tls | auth-temporary-failure | server-fault | likely
        auth | 535 5.7.8 Error: authentication failed: Connection lost to authentication server | tls | auth-temporary-failure | server-fault | likely
        auth | 535 5.7.0 Error: authentication failed: LDAP server unavailable | tls | auth-temporary-failure | server-fault | likely
        auth | 535 5.7.3 Authentication failed: unable to contact domain controller | tls | auth-temporary-failure | server-fault | likely
        auth | 535 5.7.8 Error: authentication failed: no mechanism available | tls | no-common-auth-mechanism | server-fault | likely
        auth | 535 5.7.8 Error: authentication failed: encryption needed to use mechanism | | auth-before-starttls | device-config | likely
        auth | 535 5.7.0 Error: authentication failed: authentication mechanism is too weak | tls | no-common-auth-mechanism | device-config | likely
        auth | 535 5.7.8 Error: authentication failed: another step is needed in authentication | tls | no-common-auth-mechanism | device-capability | possible
        auth | 535 5.7.8 Error: authentication failed: bad protocol | tls | no-common-auth-mechanism | device-capability | possible
        auth | 535 5.7.8 Error: authentication failed: authentication failure | tls | bad-credentials | credentials | proven
        auth | 535 5.7.8 Error: authentication failed: (reason unavailable) | tls | bad-credentials | credentials | proven
        auth | 535 5.7.8 Error: authentication failed: This user does not have access rights to this service | tls | bad-credentials | tenant-config | likely
        auth | 535 5.7.8 Error: authentication failed: Application password is REQUIRED | tls | app-password-required | credentials
        auth | 535 5.7.1 Authentication failed: Please use application-specific password | tls | app-password-required | credentials
        auth | 535 Login Fail. Please enter your authorization code to login. | tls | app-password-required | credentials
        auth | 525 5.7.1 Unauthorized IP address | tls | refused-by-policy | tenant-config | likely
        auth | 525 5.7.13 User account disabled | tls | bad-credentials | credentials | likely
        auth | 535 Authentication credentials invalid | tls | bad-credentials | credentials | likely
        auth | 421 4.7.0 Too many login failures, your IP has been temporarily blacklisted | tls | auth-temporary-failure | credentials | likely
        auth | 535 5.7.8 Error: authentication failed: too many failed login attempts | tls | auth-temporary-failure | credentials | likely
        auth | 550 5.7.1 This account is not allowed to use SMTP | tls | bad-credentials | tenant-config | likely
        auth | 503 5.5.1 Already authenticated | tls authenticated | bad-sequence |
        auth | 530 Login fail. A secure connection is needed(such as ssl). | | auth-before-starttls | device-config
        rcpt | 550-Requested action not taken: mailbox unavailable / 550-Sender address is not allowed. / 550 For explanation visit https://postmaster.gmx.net/en/case?c=r0105 | | send-as-denied | device-config
        accepted | 550-Requested action not taken: mailbox unavailable / 550 Sender address is not allowed. | authenticated | send-as-denied | device-config
        rcpt | 550-Requested action not taken: mailbox unavailable / 550 invalid DNS MX or A/AAAA resource record | | sender-domain-unknown | device-config
        rcpt | 550-Requested action not taken: mailbox unavailable / 550 Reject due to SPF policy. | | dmarc-reject | dns-config
        rcpt | 550-Requested action not taken: mailbox unavailable / 550 For explanation visit https://postmaster.gmx.net/en/case?c=r0103 | | recipient-unknown | recipient | likely
        rcpt | 550 Requested action not taken: mailbox unavailable | | recipient-unknown | recipient | likely
        rcpt | 450-Requested mail action not taken: mailbox unavailable / 450 Mail send limit exceeded. | | temporarily-throttled | server-policy
        rcpt | 550 Too many invalid recipients | | refused-by-policy | server-policy | likely
        rcpt | 550 5.1.1 <b@example.org>: blocked, 203.0.113.9 is listed at zen.spamhaus.org | | ip-blocklisted | reputation
        rcpt | 554 5.1.0 Sender Denied | | sender-blocked | server-policy | likely
        rcpt | 550 5.1.0 sender rejected | | sender-blocked | server-policy | likely
        rcpt | 550 5.1.1 <m.blackwell@example.org>: mailbox unavailable | | recipient-unknown | recipient | likely
        rcpt | 550 5.1.2 Sender domain has no MX | | sender-domain-unknown | device-config
        rcpt | 550 #5.1.0 Address rejected. | | recipient-unknown | recipient | likely
        mail | 503 5.7.1 Incorrect Authentication for Specified Email Address | authenticated | send-as-denied | device-config
        mail | 503 AUTH first (#5.5.1) | | auth-missing | device-config
        rcpt | 503 Authorization required before RCPT | | auth-missing | device-config
        rcpt | 503 5.5.0 Error: you need to login before sending mail | | auth-missing | device-config
        rcpt | 550 You must check for new mail before sending mail (POP before SMTP) | | auth-missing | device-config
        rcpt | 554 Relay rejected for policy reasons. | | relay-denied | server-policy
        rcpt | 550 5.7.1 Relaying to <b@example.org> denied (authentication required) | | relay-denied | server-policy
        rcpt | 550 5.7.1 Relaying to <b@example.org> denied | | relay-denied | server-policy
        rcpt | 554 Server can not relay to b@example.org (#5.7.1) | | relay-denied | server-policy
        rcpt | 550 5.7.23 <b@example.org>: Recipient address rejected: Message rejected due to: SPF fail - not authorized. | | dmarc-reject | dns-config
        accepted | 554 5.7.1 Message blocked by policy | | content-rejected | message | likely
        accepted | 550 5.7.1 Message rejected due to local policy | | content-rejected | message | likely
        rcpt | 553 5.1.3 <b@example..org>... Invalid host name | | recipient-unknown | device-config
        rcpt | 450 4.3.2 Service currently unavailable | | greylisted | server-policy | likely
        rcpt | 450 4.3.2 <b@example.org>: Recipient address rejected: Service currently unavailable | | greylisted | server-policy | likely
        rcpt | 452 4.2.1 mailbox temporarily disabled: b@example.org | | recipient-unknown | recipient | likely
        rcpt | 452 4.7.1 Sender rate exceeded | | temporarily-throttled | server-policy | likely
        rcpt | 452 Too many recipients received this hour | | temporarily-throttled | server-policy | likely
        rcpt | 451 4.7.1 Service unavailable - try again later | | server-configuration-error | server-fault | likely
        rcpt | 451 4.3.2 AV system temporarily overloaded - please try later | | server-configuration-error | server-fault | likely
        accepted | 451 4.7.1 Message temporarily deferred due to virus scanner unavailable | | server-configuration-error | server-fault | likely
        accepted | 554 5.3.0 Error: virus scanner failed | | server-configuration-error | server-fault | likely
        rcpt | 421-4.7.29 Your email has been rate limited because this message wasn't sent over a / 421 4.7.29 TLS connection. - gsmtp | | starttls-not-used | device-config
        mail | 550 5.7.29 This mail wasn't sent over a TLS connection - gsmtp | | starttls-not-used | device-config
        rcpt | 450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages | @gmail-mx | temporarily-throttled | recipient
        rcpt | 550 5.7.504 <b@example.org>: Recipient address rejected: Access denied | | recipient-unknown | recipient | likely
        rcpt | 550 5.7.505 Access denied, banned recipient | | recipient-unknown | recipient | likely
        rcpt | 550 5.7.1 RESOLVER.RST.AuthRequired; authentication required | | refused-by-policy | recipient | likely
        rcpt | 550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized | | refused-by-policy | recipient | likely
        auth | 535 5.7.8 Authentication failed. Your IP is not in the list of allowed IPs | | refused-by-policy | tenant-config | likely
        rcpt | 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required | | refused-by-policy | recipient | likely
        rcpt | 550 5.7.12 Sender was not authenticated by organization | | refused-by-policy | recipient | likely
        rcpt | 550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched the domain | | connector-restriction | tenant-config | likely
        rcpt | 421-4.7.0 IP not in whitelist for RCPT domain, closing connection. / 421 4.7.0 - gsmtp | @gmail-mx | refused-by-policy | recipient | likely
        rcpt | 451 Temporary DNS failure (#4.4.3) | | server-configuration-error | server-fault
        mail | 454 Temporary service failure | @amazon-ses | server-configuration-error | server-fault | likely
        auth | 550 User has no permission | tls | bad-credentials | tenant-config | likely
        accepted | 554 5.7.1 Attachment type not allowed: scan.tif | | content-rejected | message
        rcpt | 421 4.3.2 Too many open connections. | | too-many-connections |

        """
}
