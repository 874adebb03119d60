extension WireRow {
    /// Refusals whose words look like those of another cause.
    static let looksAlike = """
        rcpt | 550 5.7.23 <b@example.org>: Recipient address rejected: Message rejected due to: SPF fail - not authorized | @postfix | dmarc-reject | dns-config
        rcpt | 550 5.7.1 <b@example.org>: Recipient address rejected: Please see http://www.openspf.net/Why?s=mfrom;id=scan%40example.com;ip=203.0.113.10 | @postfix | dmarc-reject | dns-config
        rcpt | 554 5.7.1 <b@example.org>: Recipient address rejected: Your MTA is listed in too many DNSBLs; check http://www.robtex.com/rbl/203.0.113.10.html | @postfix | ip-blocklisted | reputation
        rcpt | 550 5.7.1 <b@example.org>: Recipient address rejected: Mail appeared to be SPAM or forged. Ask your Mail/DNS-Administrator to correct HELO and DNS MX settings or to get removed from DNSBLs | @postfix | refused-by-policy | server-policy
        rcpt | 554 5.7.1 <b@example.org>: Recipient address rejected: Sender is not allowed to send to this list | @postfix | refused-by-policy | server-policy
        rcpt | 554 5.7.1 <b@example.org>: Recipient address rejected: go away | @postfix | refused-by-policy | server-policy
        rcpt | 550 5.7.1 <b@example.org>: Recipient address rejected: go away | @postfix | refused-by-policy | server-policy
        rcpt | 550 5.1.1 <b@example.org>: Recipient address rejected: go away | @postfix | recipient-unknown | recipient
        rcpt | 550 5.7.1 <b@example.org>: Recipient address rejected: message blocked using SpamAssassin | @postfix | refused-by-policy | server-policy
        rcpt | 554 5.7.1 <b@example.org>: Recipient address rejected: Access denied | @postfix | refused-by-policy | server-policy
        rcpt | 550 5.1.1 <b@example.org>: Recipient address rejected: undeliverable address: host 10.0.0.5[10.0.0.5] said: 550 5.1.1 User unknown (in reply to RCPT TO command) | @postfix | recipient-unknown | recipient
        rcpt | 550 5.1.1 <b@example.org>: Recipient address rejected: undeliverable address: host 10.0.0.5[10.0.0.5] said: 550 5.7.1 Client host blocked using Spamhaus (in reply to RCPT TO command) | @postfix | refused-by-policy | server-fault
        rcpt | 450 4.1.1 <b@example.org>: Recipient address rejected: unverified address: Address verification in progress | @postfix | greylisted | server-policy
        rcpt | 450 4.1.1 <b@example.org>: Recipient address rejected: unverified address: connect to 10.0.0.5[10.0.0.5]:25: Connection refused | @postfix | server-configuration-error | server-fault
        rcpt | 450 4.7.1 <b@example.org>: Recipient address rejected: Policy Rejection- Quota Exceeded. | @postfix | temporarily-throttled | server-policy
        rcpt | 552 5.2.2 Over quota: your account has sent too many messages today | | daily-limit | server-policy
        rcpt | 450 4.1.7 <scan@example.com>: Sender address rejected: unverified address: connect to example.com[192.0.2.9]:25: Connection refused | @postfix | invalid-sender-address | device-config
        rcpt | 450 4.1.7 <scan@example.com>: Sender address rejected: unverified address: Address verification in progress | @postfix | greylisted | server-policy
        rcpt | 550 5.1.0 <scan@example.com>: Sender address rejected: User unknown in virtual mailbox table | @postfix | invalid-sender-address | device-config
        rcpt | 550-Verification failed for <scan@example.com> / 550-Unrouteable address / 550 Sender verify failed | @exim | invalid-sender-address | device-config
        rcpt | 550-Verification failed for <scan@example.com> / 550-No Such User Here / 550 Sender verify failed | @exim | invalid-sender-address | device-config
        rcpt | 550 Sender verification failed: user unknown | @exim | invalid-sender-address | device-config
        rcpt | 554 5.7.1 Service unavailable; Sender address [scan@example.com] blocked using dbl.spamhaus.org; https://www.spamhaus.org/query/domain/example.com | @postfix | sender-blocked | reputation
        rcpt | 554 5.7.1 Service unavailable; Sender address [scan@example.com] blocked using rhsbl.example.org | @postfix | sender-blocked | reputation
        rcpt | 554 5.7.1 Service unavailable; Helo command [mfp.example.com] blocked using dbl.spamhaus.org | @postfix | invalid-ehlo-name | reputation
        rcpt | 554 5.7.1 Service unavailable; Unverified Client host [mfp.example.com] blocked using dbl.spamhaus.org; https://www.spamhaus.org/query/domain/example.com | @postfix | refused-by-policy | reputation
        rcpt | 550-Sender domain copier.example is listed at dbl.spamhaus.org / 550 Rejected | @exim | sender-blocked | reputation
        mail | 550 5.7.1 copier.example is listed in dbl.spamhaus.org | | sender-blocked | reputation
        accepted | 550 5.7.60 SMTP; Client does not have permissions to send as this sender | @exchange-onprem port-25 | send-as-denied | tenant-config
        accepted | 550 5.7.60 SMTP; Client does not have permissions to send as this sender | @exchange-onprem port-25 auth-tried authenticated | send-as-denied | device-config
        accepted | 550 5.7.1 Anonymous client does not have permissions to send as this sender | @exchange-onprem | send-as-denied | tenant-config
        rcpt | 550 5.2.1 <b@example.org>: Recipient address rejected: disabled mailbox | @postfix | recipient-unknown | recipient
        rcpt | 550 Your host is not in the blacklist but the recipient does not exist | @exim | recipient-unknown | recipient
        rcpt | 554 5.7.1 <b@example.org>: Recipient address rejected: Sender is not allowed to send to this list | @postfix port-25 | refused-by-policy | server-policy
        rcpt | 553 5.7.1 <scan@example.com>: Sender address rejected: not owned by user bob | @postfix port-25 | send-as-denied | device-config
        rcpt | 550 5.7.1 Sender IP 203.0.113.10 reverse DNS lookup failed, mailbox unavailable | port-25 | reverse-dns-missing | dns-config

        """
}
