extension WireRow {
    /// An account, a sender or an organisation is stopped, not the message and not the address.
    static let accounts = """
        accepted | 550 5.4.6 Unusual sending activity detected. Please try after sometime | authenticated | sender-blocked | tenant-config
        accepted | 554 Message rejected: Sending suspended for this account. | authenticated | sender-blocked | tenant-config
        accepted | 550 5.7.1 Your account has been suspended for sending spam | authenticated | sender-blocked | tenant-config | likely
        accepted | 550 5.7.1 Outgoing spam detected, account disabled | authenticated | sender-blocked | tenant-config | likely
        rcpt | 554 5.7.1 Account temporarily suspended because of spam | authenticated | sender-blocked | tenant-config | likely
        rcpt | 550 5.2.1 This account has been disabled | | recipient-unknown | recipient | possible
        rcpt | 550 Outgoing mail from "scan@example.com" has been suspended. | authenticated | sender-blocked | tenant-config
        rcpt | 550 5.2.1 Your account has been disabled | authenticated | sender-blocked | tenant-config | likely
        mail | 552 5.2.2 Your mailbox is full, delete some mail before sending | authenticated | mailbox-full | tenant-config | likely
        mail | 550 5.1.1 User unknown | | invalid-sender-address | device-config | likely
        mail | 550 5.2.1 The email account a@example.com is disabled | authenticated | sender-blocked | tenant-config | likely
        rcpt | 550 5.7.1 Your IP has been blocked by administrator | | refused-by-policy | server-policy | likely
        accepted | 554 5.6.0 Message contains bare CR and is violating 822.bis section 2.3 | | bare-newline | device-capability
        accepted | 550 5.7.502 Access denied, banned sender | | sender-blocked | reputation | likely
        accepted | 550 5.7.501 Access denied, spam abuse detected from IP | | sender-blocked | reputation | likely
        accepted | 554 5.7.1 Message rejected: From header does not match authenticated user | authenticated | send-as-denied | device-config
        mail | 553 5.7.1 Sender address rejected: not owned by auth user. | authenticated | send-as-denied | device-config
        rcpt | 554 5.7.1 <a@example.com>: Recipient address rejected: Sender is not same as SMTP authenticate username | authenticated | send-as-denied | device-config | likely
        rcpt | 553 5.7.1 a@example.com unable to relay: Sender must match authenticated user | authenticated | send-as-denied | device-config
        rcpt | 554 5.7.1 <a@example.com>: Recipient address rejected: SMTP AUTH is required for users under this sender domain | | auth-missing | device-config | likely
        rcpt | 550 SMTP AUTH is required for message submission on port 587 | | auth-missing | device-config
        rcpt | 550-Please turn on SMTP Authentication in your mail client. / 550-(copier) [203.0.113.7]:36825 is not permitted to relay through / 550 this server without authentication. | | auth-missing | device-config | likely
        rcpt | 550 Unauthenticated senders not allowed | | auth-missing | device-config
        rcpt | 550 Sender has no A, AAAA, or MX DNS records. mail from scan@printer.local | | sender-domain-unknown | device-config
        rcpt | 550 HELO should be a FQDN or address literal (See RFC 2821 4.1.1.1) | | invalid-ehlo-name | device-config
        rcpt | 550 Domain example.com has exceeded the max emails per hour (200/200 (100%)) allowed. | | temporarily-throttled | server-policy | likely
        rcpt | 450 4.7.1 Ratelimit "user" exceeded | | temporarily-throttled | server-policy | likely
        accepted | 554 Access denied: User `arn:aws:iam::1:user/a' is not authorized to perform `ses:SendRawEmail' on resource `arn:aws:ses:us-east-1:1:identity/a' | | send-as-denied | tenant-config
        accepted | 454 Throttling failure: Daily message quota exceeded. | | daily-limit | server-policy
        rcpt | 554 5.4.14 Hop count exceeded - possible mail loop | | server-configuration-error | tenant-config

        """
}
