extension WireRow {
    /// Further wordings of replies that other rows have in short.
    static let wordings = """
        rcpt | 550 5.7.606 Access denied, banned sending IP [203.0.113.10]. To request removal from this list please visit https://sender.office.com/ and follow the directions. | | ip-banned | 
        rcpt | 451 4.7.0 Temporary server error. Please try again later. PRX1 | | server-configuration-error | 
        accepted | 550 5.7.26 Unauthenticated email from contoso.com is not accepted due to domain's DMARC policy. | | dmarc-reject | 
        greeting | 553 5.7.1 [BL21] Connections will not be accepted from 203.0.113.10, because the ip is in Spamhaus's list; see https://help.yahoo.com/kb/postmaster/SLN5070.html | | ip-blocklisted | reputation
        mail | 421 4.7.0 [TSS04] Messages from 203.0.113.10 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1 | | temporarily-throttled | 
        mail | 553 5.7.2 [TSS09] All messages from 203.0.113.10 will be permanently deferred; Retrying will NOT succeed. | | ip-banned | 
        accepted | 554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: scan@contoso.com | | send-as-denied | 
        mail | 553 Relaying disallowed as scan@contoso.com | | send-as-denied | 
        accepted | 550 Rejected by header based Anti-Spoofing policy: scan@contoso.com - https://community.mimecast.com/docs/DOC-1369#550 | | sender-blocked | 
        rcpt | 503 This mail server requires authentication when attempting to send to a non-local e-mail address. Please check your mail client settings | | auth-missing | 
        mail | 530 5.7.0 Must issue an AUTH command first | | auth-missing | 
        rcpt | 553 5.7.1 <scan@contoso.com>: Sender address rejected: not owned by user printer | | send-as-denied | 
        mail | 530 5.7.0 Must issue a STARTTLS command first | | starttls-not-used | 
        ehlo | 501 5.0.0 EHLO requires domain name | | invalid-ehlo-name | 
        mail | 501 scanner: sender address must contain a domain | | invalid-sender-address | 
        rcpt | 550 5.1.1 <boss@contoso.com>: Recipient address rejected: User unknown in relay recipient table | | recipient-unknown | 
        greeting | 421 4.7.0 mx.example.net Error: too many connections from 203.0.113.10 | | too-many-connections | 
        mail | 450 4.7.1 Error: too much mail from 203.0.113.10 | | temporarily-throttled | 
        rcpt | 421 4.7.1 mx.example.net Error: too much mail | | temporarily-throttled | 
        greeting | 421 mx.example.net: Too many concurrent SMTP connections; please try again later | | too-many-connections | 
        greeting | 421 mx.example.net Service unavailable - try again later | | server-busy-at-greeting | 
        ehlo | 550 5.5.1 Protocol error | | talks-before-greeting | 
        rcpt | 421 4.7.0 mx.example.net Error: too many errors | | server-shutting-channel | 
        rcpt | 421 4.4.2 mx.example.net Error: timeout exceeded | | client-idle-too-long | 
        mail | 421 mx.example.net: SMTP command timeout - closing connection | | client-idle-too-long | 
        mail | 552 Message size exceeds fixed maximum message size. Size: 41000 KB, Max size: 20480 KB | | message-too-big | 
        accepted | 554 mx.example.net: Transaction failed, message too big | | message-too-big | 
        mail | 500 Command unrecognized | | unknown-command | 
        mail | 501 5.5.4 Invalid arguments | | invalid-sender-address | 
        accepted | 550 This message contains a virus (Eicar-Test-Signature). | | content-rejected | 

        """
}
