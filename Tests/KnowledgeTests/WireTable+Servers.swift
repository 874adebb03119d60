extension WireRow {
    /// Yahoo, SES, SendGrid, Zoho, GoDaddy, and gateways.
    static let others = """
        auth | 535 5.7.0 (#AUTH005) Too many bad auth attempts. | tls | bad-credentials | credentials
        auth | 535 5.7.0 (#MBR1212) Incorrect username or password | tls | bad-credentials | credentials
        mail | 553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list; see https://help.yahoo.com/kb/postmaster/SLN5070.html | | ip-blocklisted | reputation
        greeting | 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints | | temporarily-throttled | reputation
        greeting | 553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred | | ip-banned | reputation
        rcpt | 550 relaying denied for <boss@example.com> | | relay-denied | server-policy
        accepted | 550 5.7.9 This mail has been blocked because the sender is unauthenticated. Yahoo requires all senders to authenticate with either SPF or DKIM | | dmarc-reject | dns-config
        accepted | 554 5.7.9 Message not accepted for policy reasons. | | dmarc-reject | dns-config
        auth | 535 Authentication Credentials Invalid | tls @amazon-ses | bad-credentials | credentials
        accepted | 554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: a@example.com | tls | send-as-denied | tenant-config
        mail | 530 Authentication required | tls @amazon-ses | auth-missing | device-config
        accepted | 454 Throttling failure: Maximum sending rate exceeded. | tls | temporarily-throttled | server-policy
        accepted | 550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. | tls | send-as-denied | tenant-config
        auth | 535 Authentication failed: Bad username or password | tls | bad-credentials | credentials
        auth | 451 Authentication failed: Maximum credits exceeded | tls | daily-limit | server-policy
        rcpt | 553 Relaying disallowed as scanner@example.com | tls | send-as-denied | device-config
        auth | 535 Authentication Failed | tls @zoho-submission | bad-credentials | credentials
        mail | 554 5.1.8 Email Outgoing Blocked | tls | sender-blocked | reputation
        auth | 535 Authentication not allowed on IBSMTP Servers. IB401 | | auth-on-mx-endpoint | device-config
        mail | 550 <a> Blank From: addresses are not allowed. Provide a valid From. IB501 | | invalid-sender-address | device-config
        mail | 550 IP addresses are not allowed as a From: Address. Provide a valid From. IB502 | | invalid-sender-address | device-config
        mail | 550 From: Domain is invalid. Provide a valid From. IB506 | | invalid-sender-address | device-config
        mail | 550 Invalid SPF record. IB508 | | dmarc-reject | dns-config
        greeting | 554 Connection refused. This IP address is listed on the Spamhaus Block List (SBL). IB104 | | ip-blocklisted | reputation
        greeting | 554 Connection refused. This IP address is listed on the Policy Block List (PBL). IB106 | | ip-blocklisted | reputation
        greeting | 421 Temporarily rejected. Reverse DNS for this IP failed. IB108 | | reverse-dns-missing | dns-config
        greeting | 421 Connection refused, too many sessions from This IP. IB007 | | too-many-connections |
        rcpt | 451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451 | | greylisted | server-policy
        rcpt | 550 csi.mimecast.org Poor Reputation Sender. - https://community.mimecast.com/docs/DOC-1369#550 | | ip-blocklisted | reputation
        rcpt | 550 zen.mimecast.org Listed by PBL, see https://check.spamhaus.org/query/ip/192.0.2.1 | | ip-blocklisted | reputation
        rcpt | 550 Rejected by header based Anti-Spoofing policy: a@example.com - https://community.mimecast.com/ | | sender-blocked | tenant-config
        accepted | 554 Maximum email size exceeded | | message-too-big | message
        mail | 421 Sender address blocked | | sender-blocked | server-policy
        greeting | 451 IP temporarily blacklisted | | temporarily-throttled | reputation
        greeting | 554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1 | | ip-banned | reputation
        greeting | 550 5.7.0 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1 | | ip-banned | reputation
        greeting | 554-mx.example.com Your access to this mail system has been rejected due to the sending MTA's poor reputation. | | ip-blocklisted | reputation
        rcpt | 550 #5.7.1 Your access to submit messages to this e-mail system has been rejected. | | refused-by-policy | reputation | likely
        rcpt | 554 Service unavailable; Client host [192.0.2.1] blocked using Barracuda Reputation; http://www.barracudanetworks.com/reputation/?r=1&ip=192.0.2.1 | | ip-blocklisted | reputation
        accepted | 550 permanent failure for one or more recipients (user@example.com:blocked) | | refused-by-policy | server-policy | possible
        rcpt | 550 5.7.1 Command rejected XGEMAIL_0004 | | ip-blocklisted | reputation
        rcpt | 550 5.7.1 Command rejected XGEMAIL_0006 | | tls-version-too-old |
        rcpt | 550 5.7.1 Command rejected XGEMAIL_0008 | | sender-blocked | server-policy
        rcpt | 550 5.7.1 Command rejected XGEMAIL_0010 | | relay-denied |
        rcpt | 550 5.7.1 Command rejected XGEMAIL_0011 | | recipient-unknown | recipient
        accepted | 552 5.3.4 Command rejected XGEMAIL_0012 | | message-too-big | message
        rcpt | 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1 | | ip-blocklisted | reputation
        greeting | 554 192.0.2.1 is listed at dnsbl.example.org | | ip-blocklisted | reputation
        rcpt | 550 rejected because 192.0.2.1 is in a black list at zen.spamhaus.org | @exim | ip-blocklisted | reputation
        rcpt | 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using ee.countries.nerd.dk; rejected based on geographical location | | refused-by-policy | server-policy
        greeting | 550 Email blocked by GeoIP spam filter | | refused-by-policy | server-policy
        greeting | 421 mwinf5c63 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR005_104 [104] | | too-many-connections |
        greeting | 554 resimta-po-01v.sys.comcast.net comcast 192.0.2.1 found on one or more DNSBLs, see http://postmaster.comcast.net/smtp-error-codes.php#BL000010 | | ip-blocklisted | reputation
        greeting | 553 5.3.0 flph825 DNSBL:ATTRBL 521< 192.0.2.1 >_is_blocked. | | ip-blocklisted | reputation

        """

    /// Server programs in their own words.
    static let servers = """
        rcpt | 554 5.7.1 <boss@example.com>: Relay access denied | @postfix | relay-denied | server-policy
        rcpt | 454 4.7.1 <boss@example.com>: Relay access denied | @postfix | relay-denied | server-policy
        rcpt | 550 relay not permitted | @exim | relay-denied | server-policy
        rcpt | 550 5.7.1 Unable to relay | @exchange-onprem | relay-denied | server-policy
        rcpt | 550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain | @exchange-onprem | relay-denied | server-policy
        rcpt | 550 5.7.1 <boss@example.com>... Relaying denied | @sendmail | relay-denied | server-policy
        rcpt | 550 5.7.1 <boss@example.com>... Relaying denied. Proper authentication required. | @sendmail | relay-denied | server-policy
        rcpt | 550 5.7.1 <boss@example.com>... Relaying denied. IP name lookup failed [192.0.2.1] | @sendmail | relay-denied | server-policy
        rcpt | 553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1) | @qmail | relay-denied | server-policy
        rcpt | 553 sorry, that domain isn't in my list of allowed rcpthosts; no valid cert for gatewaying (#5.7.1) | @qmail | relay-denied | server-policy
        rcpt | 550 Invalid recipient | @opensmtpd | relay-denied | server-policy
        mail | 530 SMTP authentication is required. | @hmailserver | auth-missing | device-config
        rcpt | 550 Delivery is not allowed to this address. | @hmailserver | relay-denied | server-policy
        rcpt | 550 I cannot deliver mail for <boss@example.com> | @haraka | relay-denied | server-policy
        rcpt | 550 5.1.1 Recipient unknown <boss@example.com> | @mdaemon | recipient-unknown | recipient
        rcpt | 503 5.5.1 This mail server requires authentication when attempting to send to a non-local e-mail address. | @mdaemon | auth-missing | device-config
        rcpt | 554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied | @postfix submission-port starttls-offered | auth-missing | device-config
        mail | 553 5.7.1 <scan@example.com>: Sender address rejected: not logged in | @postfix | auth-missing | device-config
        rcpt | 550 authentication required | @exim | auth-missing | device-config
        mail | 530 5.7.1 Client was not authenticated | @exchange-onprem | auth-missing | device-config
        mail | 530 5.7.1 Not authenticated | @exchange-onprem | auth-missing | device-config
        mail | 530 5.7.0 scan@example.com: Must issue an AUTH command first | @opensmtpd tls | auth-missing | device-config
        rcpt | 553 5.7.1 <scan@example.com>: Sender address rejected: not owned by user other@example.com | @postfix | send-as-denied | device-config
        rcpt | 550 Sender verify failed | @exim | invalid-sender-address | device-config
        accepted | 550 5.7.1 Client does not have permissions to send as this sender | @exchange-onprem | send-as-denied | device-config
        mail | 530 5.7.0 Must issue a STARTTLS command first | @postfix starttls-offered | starttls-not-used | device-config
        mail | 530 5.0.0 scan: Must issue a STARTTLS command first | @opensmtpd starttls-offered | starttls-not-used | device-config
        mail | 530 Must issue STARTTLS first. | @hmailserver starttls-offered | starttls-not-used | device-config
        auth | 504 5.5.4 Encryption required for requested authentication mechanism | @postfix starttls-offered | auth-before-starttls | device-config
        auth | 538 Encryption required for requested authentication mechanism | starttls-offered | auth-before-starttls | device-config
        auth | 503 5.5.1 Error: authentication not enabled | @postfix | auth-on-mx-endpoint | device-config
        auth | 503 5.5.1 Error: authentication not enabled | @postfix starttls-offered | auth-before-starttls | device-config
        auth | 503 AUTH command used when not advertised | @exim | auth-on-mx-endpoint | device-config
        auth | 502 5.5.1 Command not implemented | | auth-on-mx-endpoint | device-config
        auth | 535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6 | @postfix tls | bad-credentials | credentials
        auth | 454 4.7.0 Temporary authentication failure: Connection lost to authentication server | @postfix | auth-temporary-failure | server-fault
        auth | 535 Incorrect authentication data | @exim tls | bad-credentials | credentials
        auth | 435 Unable to authenticate at present | @exim tls | auth-temporary-failure | server-fault
        auth | 535 Authentication failed | @opensmtpd tls | bad-credentials | credentials
        rcpt | 504 5.5.2 <mfp>: Helo command rejected: need fully-qualified hostname | @postfix | invalid-ehlo-name | device-config
        rcpt | 501 5.5.2 <mfp_1>: Helo command rejected: Invalid name | @postfix | invalid-ehlo-name | device-config
        rcpt | 450 4.7.1 <mfp>: Helo command rejected: Host not found | @postfix | invalid-ehlo-name | device-config
        ehlo | 501 Syntactically invalid EHLO argument(s) | @exim | invalid-ehlo-name | device-config
        ehlo | 501 5.5.1 Invalid command: EHLO requires domain name | @opensmtpd | invalid-ehlo-name | device-config
        ehlo | 550 EHLO denied | @haraka | invalid-ehlo-name | device-config
        ehlo | 501 5.0.0 Invalid domain name | @sendmail | invalid-ehlo-name | device-config
        rcpt | 450 4.1.8 <scan@nosuch.invalid>: Sender address rejected: Domain not found | @postfix | sender-domain-unknown | device-config
        rcpt | 504 5.5.2 <scan@mfp>: Sender address rejected: need fully-qualified address | @postfix | invalid-sender-address | device-config
        mail | 501 5.1.7 Bad sender address syntax | @postfix | invalid-sender-address | device-config
        mail | 501 scan: sender address must contain a domain | @exim | invalid-sender-address | device-config
        mail | 501 5.1.7 Invalid address | @exchange-onprem | invalid-sender-address | device-config
        rcpt | 550 5.7.27 <scan@example.com>: Sender address rejected: Domain example.com does not accept mail (nullMX) | @postfix | sender-domain-unknown | device-config
        mail | 553 sorry, your envelope sender is in my badmailfrom list (#5.7.1) | @qmail | sender-blocked | server-policy
        mail | 501 5.5.4 Syntax: MAIL FROM:<address> | @postfix | invalid-sender-address | device-config
        rcpt | 550 5.1.1 <x@example.com>: Recipient address rejected: User unknown in virtual mailbox table | @postfix | recipient-unknown | recipient
        rcpt | 550 Unknown user | @exim | recipient-unknown | recipient
        rcpt | 550 Unrouteable address | @exim | recipient-unknown | recipient
        rcpt | 550 5.1.1 User unknown | @exchange-onprem | recipient-unknown | recipient
        rcpt | 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup | @exchange-onprem | recipient-unknown | recipient
        rcpt | 450 4.2.0 <x@example.com>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help | @postfix | greylisted | server-policy
        rcpt | 451 4.7.1 Greylisting in action, please come back later | | greylisted | server-policy
        rcpt | 451 Temporarily rejected, try again later | | greylisted |
        rcpt | 554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied | @postfix port-25 | refused-by-policy | server-policy
        rcpt | 450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1] | @postfix | reverse-dns-missing | dns-config
        rcpt | 450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1] | @postfix | reverse-dns-missing | dns-config
        rcpt | 550 5.7.1 Client does not have permissions to submit to this server | @exchange-onprem | connector-restriction | tenant-config
        greeting | 554 rDNS Lookup Failed | @haraka | reverse-dns-missing | dns-config
        rcpt | 554 Your mail is not welcome here | @haraka | refused-by-policy | server-policy
        greeting | 421 Come back later | @haraka | temporarily-throttled | server-policy
        greeting | 421 4.7.0 mail.example.net Error: too many connections from 192.0.2.1 | @postfix | too-many-connections | server-policy
        mail | 450 4.7.1 Error: too much mail from 192.0.2.1 | @postfix | temporarily-throttled | server-policy
        greeting | 421 exim.example.net: Too many concurrent SMTP connections; please try again later | @exim | too-many-connections | server-policy
        greeting | 421 Too much load; please try again later. | @exim | server-busy-at-greeting | server-fault
        greeting | 421 mail.example.net Service unavailable - try again later | @postfix | server-busy-at-greeting |
        ehlo | 521 5.5.1 Protocol error | @postfix client-talked-first | talks-before-greeting | device-capability
        ehlo | 554 5.5.0 Error: SMTP protocol synchronization | @postfix client-talked-first | talks-before-greeting | device-capability
        greeting | 554 SMTP synchronization error (input sent without waiting for greeting) | @exim | talks-before-greeting | device-capability
        mail | 421 4.7.0 mail.example.net Error: too many errors | @postfix | server-shutting-channel | device-fault
        mail | 421 too many messages in this connection | @exim | server-shutting-channel | server-policy
        mail | 421 4.7.0 Too many errors on this connection, closing transmission channel | @exchange-onprem | server-shutting-channel | device-fault
        mail | 421 4.4.2 mail.example.net Error: timeout exceeded | @postfix | client-idle-too-long | device-fault
        mail | 421 exim.example.net: SMTP command timeout - closing connection | @exim | client-idle-too-long | device-fault
        mail | 421 Connection timeout. | @hmailserver | client-idle-too-long | device-fault
        mail | 421 timeout | @haraka | client-idle-too-long | device-fault
        mail | 552 5.3.4 Message size exceeds fixed limit | @postfix | message-too-big | message
        accepted | 552 5.3.4 Error: message file too big | @postfix | message-too-big | message
        accepted | 552 Message size exceeds maximum permitted | @exim | message-too-big | message
        mail | 552 Message size exceeds fixed maximum message size. Size: 30000 KB, Max size: 20480 KB | @hmailserver | message-too-big | message
        accepted | 554 Rejected - Message size exceeds fixed maximum message size. | @hmailserver | message-too-big | message
        accepted | 554 5.3.4 Transaction failed, message too big | @opensmtpd | message-too-big | message
        accepted | 523 5.2.3 the message size exceeds the recipient's size limit | | message-too-big | message
        ehlo | 500 5.5.2 Error: command not recognized | @postfix | unknown-command | device-capability
        mail | 555 5.5.4 Unsupported option: SIZE=123 | @postfix | unknown-command | device-capability
        mail | 500 unrecognized command | @exim | unknown-command | device-capability
        data | 503 5.5.1 Error: need RCPT command | @postfix | no-recipient-given | device-fault
        data | 554 5.5.1 Error: no valid recipients | @postfix | no-recipient-given | device-fault
        data | 503 Valid RCPT command must precede DATA | @exim | no-recipient-given | device-fault
        data | 503 5.5.2 Need rcpt command | @exchange-onprem | no-recipient-given | device-fault
        accepted | 521 5.5.2 mail.example.net Error: bare <LF> received | @postfix | bare-newline | device-capability
        accepted | 554 Rejected - Message containing bare LF's. | @hmailserver | bare-newline | device-capability
        accepted | 554 5.7.1 id=1234 - BANNED: .exe | @postfix | content-rejected | message
        accepted | 554 5.7.0 Reject, id=1234 - INFECTED: Eicar - VIRUS | @postfix | content-rejected | message
        accepted | 550 This message contains a virus (Eicar). | @exim | content-rejected | message
        accepted | 550 maximum allowed line length is 998 octets, got 2300 | @exim | content-rejected | device-capability
        accepted | 550 5.7.1 Message rejected as spam by Content Filtering. | @exchange-onprem | content-rejected | message
        accepted | 550 5.7.901 Delivery not authorized, message refused | @exchange-onprem | content-rejected | server-policy
        starttls | 454 4.7.0 TLS not available due to local problem | @postfix | tls-temporarily-unavailable | server-fault
        starttls | 502 5.5.1 Error: command not implemented | @postfix | unknown-command | unknown
        starttls | 454 TLS currently unavailable | @exim | tls-temporarily-unavailable | server-fault
        starttls | 554 5.7.3 Unable to initialize security subsystem | @exchange-onprem | tls-temporarily-unavailable | server-fault
        starttls | 454 4.7.0 Cannot accept TLS as maximum TLS rate exceeded for server | @exchange-onprem | tls-temporarily-unavailable | server-fault
        mail | 452 4.3.1 Insufficient system storage | @postfix | server-out-of-space | server-fault
        accepted | 451 4.3.0 Error: queue file write error | @postfix | server-configuration-error | server-fault
        mail | 452 space shortage, please try later | @exim | server-out-of-space | server-fault
        rcpt | 452 4.3.1 Insufficient system resources | @exchange-onprem | server-out-of-space | server-fault
        auth | 451 5.7.3 Cannot achieve Exchange Server authentication | @exchange-onprem | esmtp-inspection | firewall
        rcpt | 550 5.1.4 Recipient address reserved by RFC 2606 | @exchange-onprem | recipient-unknown | recipient
        rcpt | 550 5.1.6 Recipient addresses in single label domains not accepted | @exchange-onprem | recipient-unknown | recipient
        mail | 550 5.1.7 Invalid address | @exchange-onprem | invalid-sender-address | device-config
        rcpt | 451 Temporary local problem - please try later | @exim | server-configuration-error | server-fault
        rcpt | 552 5.2.2 The recipient's mailbox is full | | mailbox-full | recipient
        mail | 503 5.5.1 Error: nested MAIL command | @postfix | bad-sequence | device-fault
        rcpt | 503 sender not yet given | @exim | bad-sequence | device-fault
        rcpt | 556 5.1.10 Recipient address has null MX | | recipient-unknown | recipient
        greeting | 521 mail.example.net does not accept mail | | host-takes-no-mail | device-config

        """

    /// What boxes on the path say, and what they make of a session.
    static let path = """
        starttls | 500 5.3.3 Unrecognized command 'XXXXXXXX' | @m365-submission | esmtp-inspection | firewall
        ehlo | 500 unrecognized command "XXXX mfp.example.com" | | esmtp-inspection | firewall
        greeting | 554 5.7.1 Outbound SMTP is blocked by policy | | firewall-answers-itself | firewall
        greeting | 554 SMTP access is restricted: port 25 is blocked on this network | | firewall-answers-itself | firewall
        accepted | 554 5.7.1 This email has been detected as spam | | content-rejected |
        accepted | 541 5.4.0 message blocked | | content-rejected | unknown
        rcpt | 550 Administrative prohibition | | refused-by-policy | server-policy
        rcpt | 550 Relay not permitted | | relay-denied | server-policy
        accepted | 554 rejected due to virus | | content-rejected |
        data | 503 5.5.2 Bad sequence of commands | bdat | unknown-command | unknown
        rcpt | 550 5.7.1 Relay access denied. Customers must authenticate at smtp-relay.isp.example | | relay-denied | server-policy
        auth | 503 5.5.1 Bad sequence of commands | helo-only ehlo-unseen | no-ehlo | device-capability
        auth | 503 5.5.2 Send hello first | tls starttls-used no-ehlo-after-tls @m365-submission | no-ehlo-after-starttls | device-capability
        mail | 501 5.5.4 Syntax: MAIL FROM:<address> | | invalid-sender-address | device-config
        rcpt | 501 5.1.3 Bad recipient address syntax | | recipient-unknown |

        """
}
