extension WireRow {
    /// Lists: whose they are, and what stands in them.
    static let lists = """
        rcpt | 554 5.7.1 Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org; Error: open resolver; https://check.spamhaus.org/returnc/pub/198.51.100.1/ | | server-configuration-error | server-fault
        rcpt | 554 5.7.1 Service unavailable; Client host [203.0.113.7] blocked using multi.uribl.com; 127.0.0.1 -> Query Refused. See http://uribl.com/refused.shtml | | server-configuration-error | server-fault
        rcpt | 550 5.7.1 Service unavailable, Client host [203.0.113.7] blocked using Spamhaus; Error: open resolver; https://check.spamhaus.org/returnc/pub/198.51.100.1/ (AS3130) | @m365-mx | server-configuration-error | server-fault
        rcpt | 550 "The mail server could not deliver mail to b@example.org. The account or domain may not exist, they may be blacklisted, or missing the proper dns entries." | | recipient-unknown | recipient | possible
        rcpt | 550 5.7.1 Blacklisted by recipient | | sender-blocked | recipient | likely
        accepted | 550 5.7.1 The recipient has blacklisted your address | | sender-blocked | recipient | likely
        rcpt | 550 5.7.513 Service unavailable, Client host [203.0.113.7] blocked by b@example.org using Customer Block list (AS16012607) | @m365-mx | sender-blocked | recipient | likely
        rcpt | 550 5.7.507 Access denied, rejected by recipient | | sender-blocked | recipient | likely
        rcpt | 550 Rejected by header based manually Blocked Senders: a@example.com | | sender-blocked | recipient
        rcpt | 554 5.7.1 <b@example.org>: Recipient address rejected: Blacklisted | | sender-blocked | server-policy | likely
        accepted | 554 5.7.1 Matched map: LOCAL_BLACKLIST | | refused-by-policy | server-policy | likely
        rcpt | 550 5.7.1 Sender blacklisted | | sender-blocked | server-policy | likely
        rcpt | 550 5.7.1 Your email address is blacklisted | | sender-blocked | server-policy | likely
        rcpt | 421 4.7.1 Service unavailable; Client host [203.0.113.7] blocked using grey.rbl - Greylisting in action, please try again later | | greylisted | server-policy
        rcpt | 550 5.2.1 Mailbox unavailable. Your IP address 203.0.113.7 is blacklisted using SPAMHAUS-XBL. | | ip-blocklisted | reputation | proven
        rcpt | 550 5.7.1 203.0.113.7 is blacklisted | | ip-blocklisted | reputation | proven
        rcpt | 550 Your IP address is listed in our local black list. | | ip-blocklisted | reputation | proven
        rcpt | 550 5.7.1 Rejected: 203.0.113.7 listed at bl.spamcop.net | | ip-blocklisted | reputation | proven
        rcpt | 550 rejected because of a blacklist | | ip-blocklisted | reputation | likely
        rcpt | 553 5.7.1 <a[203.0.113.7]>: Client host rejected: Relaying denied - Your IP identified as spammer. | | ip-blocklisted | reputation | likely
        mail | 550 DY-001 Unfortunately, messages from 203.0.113.7 weren't sent. You can tell them that Hotmail does not relay dynamically-assigned IP ranges. | | ip-blocklisted | reputation | likely
        rcpt | 450 Requested action not taken: dnsbl.sorbs.net, please try again | | ip-blocklisted | reputation
        accepted | 554 5.7.1 black listed URL host example.com by .black.uribl.com | | content-rejected | message | likely
        greeting | 554-gmx.net (mxgmx016) Nemesis ESMTP Service not available / 554-No SMTP service / 554-IP address is block listed. / 554 For explanation visit https://postmaster.gmx.net/en/case?c=r0201 | | ip-blocklisted | reputation
        greeting | 554-web.de (mxweb111) Nemesis ESMTP Service not available / 554-No SMTP service / 554 Bad DNS PTR resource record. | | reverse-dns-missing | dns-config
        greeting | 554 IP=203.0.113.7 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.t-online.de to clarify.) (BL) | | ip-blocklisted | reputation
        greeting | 554 IP=203.0.113.7 - Dialup/transient IP not allowed. Use a mailgateway/smarthost! (DIAL) | | ip-blocklisted | reputation
        greeting | 421 4.7.1 Intrusion prevention active for [203.0.113.7][S] | | ip-banned | server-policy | likely

        """
}
