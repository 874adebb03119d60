"""What the calibration's servers say, and what that means. Written from transcripts and documentation of the servers, not
from the program's own rule file: what the program does not know is here as well, as it is in the field.

A profile has the words for each point; an outcome changes one of them and names the cause that a reader would give.
"""
import random
import string


def word(rng, low, high, letters=string.ascii_lowercase + string.digits):
    return "".join(rng.choice(letters) for _ in range(rng.randint(low, high)))


def domain(rng):
    return word(rng, 4, 14) + rng.choice([".com", ".de", ".net", ".co.uk", ".org", ".example"])


def address(rng, at=None):
    local = rng.choice(["scan", "scanner", "copier", "mfp", "noreply", "office", "info", word(rng, 3, 10),
                        word(rng, 3, 7) + "." + word(rng, 4, 9)])
    return "%s@%s" % (local, at or domain(rng))


class Profile:
    """One server of one session: its lengths are random, its words are those of its kind."""

    def __init__(self, rng, peer):
        self.rng, self.peer = rng, peer
        self.quirk = None

    keep_starttls = False
    caps_before, caps_after = [], []

    def tail(self):
        return ""


class Exchange(Profile):
    kind, mechanisms = "exchange", ["LOGIN"]

    def __init__(self, rng, peer):
        super().__init__(rng, peer)
        self.host = "%s.%s" % (rng.choice(["ex01", "mail", "exch-" + word(rng, 2, 5), "smtp"]), domain(rng))
        self.mechanisms = rng.choice([["LOGIN"], ["NTLM", "LOGIN"], ["GSSAPI", "NTLM", "LOGIN"]])
        self.banner = "220 %s Microsoft ESMTP MAIL Service ready at Sun, %d Nov 2025 11:12:20 +0000" % (self.host, rng.randint(1, 30))
        self.hello = "%s Hello [%s]" % (self.host, peer)
        self.caps = ["SIZE %d" % rng.choice([37748736, 26214400, 10485760]), "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "STARTTLS", "AUTH",
                     "8BITMIME", "BINARYMIME", "CHUNKING"]
        self.starttls = "220 2.0.0 SMTP server ready"
        self.login_ok = "235 2.7.0 Authentication successful"
        self.mail_ok, self.rcpt_ok = "250 2.1.0 Sender OK", "250 2.1.5 Recipient OK"
        self.data_ok = "354 Start mail input; end with <CRLF>.<CRLF>"
        self.bye = "221 2.0.0 Service closing transmission channel"
        self.no_auth = "504 5.7.4 Unrecognized authentication type"
        self.no_hello = "503 5.5.2 Send hello first"
        self.rset = "250 2.0.0 Resetting"
        self.needs_login = None

    def accepted(self, size):
        host = self.host
        return "250 2.6.0 <%s@%s> [InternalId=%d, Hostname=%s] %d bytes in 0.%03d, %d.%03d KB/sec Queued mail for delivery" % (
            word(self.rng, 8, 32), domain(self.rng), self.rng.randint(10**11, 10**14), host, size + self.rng.randint(0, 900),
            self.rng.randint(50, 999), self.rng.randint(1, 300), self.rng.randint(0, 999))

    def outcomes(self):
        r = {"login": [("535 5.7.3 Authentication unsuccessful", "bad-credentials", "credentials"),
                       ("454 4.7.0 Temporary authentication failure", "auth-temporary-failure", "server-fault")],
             "rcpt": [("550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "relay-denied", "server-policy"),
                      ("550 5.1.1 User unknown", "recipient-unknown", "recipient"),
                      ("550 5.7.1 Unable to relay", "relay-denied", "server-policy")],
             "mail": [("530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM", "auth-missing", "device-config")],
             "message": [("550 5.7.60 SMTP; Client does not have permissions to send as this sender", "send-as-denied", "device-config"),
                         ("552 5.3.4 Message size exceeds fixed maximum message size", "message-too-big", "message")]}
        return r


class Microsoft365(Exchange):
    kind, mechanisms = "m365", ["LOGIN", "XOAUTH2"]

    def __init__(self, rng, peer):
        super().__init__(rng, peer)
        self.mechanisms = ["LOGIN", "XOAUTH2"]
        front = "%s%dP%03dCA%04d" % (word(rng, 2, 2, string.ascii_uppercase), rng.randint(0, 9), rng.randint(100, 999), rng.randint(1, 300))
        if rng.random() < 0.4:
            front = "%s%dPR%02dCA%04d" % (word(rng, 2, 2, string.ascii_uppercase), rng.randint(0, 9), rng.randint(1, 30), rng.randint(1, 300))
        if rng.random() < 0.2:
            front = "%s%dPR%04dCA%04d" % (word(rng, 2, 2, string.ascii_uppercase), rng.randint(0, 9), rng.randint(100, 1800), rng.randint(1, 300))
        self.host = front + ".outlook.office365.com"
        forest = rng.choice(["namprd%02d.prod.outlook.com" % rng.randint(1, 20), "eurprd%02d.prod.outlook.com" % rng.randint(1, 20),
                             "%sP%03d.PROD.OUTLOOK.COM" % (word(rng, 3, 3, string.ascii_uppercase), rng.randint(100, 300))])
        self.trace = self.host if rng.random() < 0.3 else front + "." + forest
        self.mailbox = "%s%dPR%02dMB%04d.eurprd%02d.prod.outlook.com" % (word(rng, 2, 2, string.ascii_uppercase), rng.randint(0, 9), rng.randint(1, 30), rng.randint(1, 9999), rng.randint(1, 20))
        self.session = word(rng, 16, 16, "0123456789ABCDEF")
        self.banner = "220 %s Microsoft ESMTP MAIL Service ready at Sun, %d Nov 2025 11:12:20 +0000 [%s]" % (self.host, rng.randint(1, 30), self.session)
        self.hello = "%s Hello [%s]" % (self.host, peer)
        self.caps = ["SIZE 157286400", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "STARTTLS", "AUTH", "8BITMIME", "BINARYMIME", "CHUNKING", "SMTPUTF8"]
        self.needs_login = "530 5.7.57 Client not authenticated to send mail. " + self.tail()
        self.no_auth = "504 5.7.4 Unrecognized authentication type " + self.tail()
        self.no_hello = "503 5.5.2 Send hello first " + self.tail()

    def tail(self):
        return "[%s 2025-11-23T11:12:%02d.%03dZ %s]" % (self.trace, self.rng.randint(10, 59), self.rng.randint(100, 999), self.session)

    def accepted(self, size):
        if self.rng.random() < 0.5:
            return "250 2.0.0 OK <%s@%s> [Hostname=%s]" % (word(self.rng, 34, 40, string.ascii_uppercase + string.digits), self.mailbox, self.mailbox)
        return "250 2.6.0 <%s@%s> [InternalId=%d, Hostname=%s] %d bytes in 0.%03d, %d.%03d KB/sec Queued mail for delivery" % (
            word(self.rng, 8, 32), domain(self.rng), self.rng.randint(10**12, 10**14), self.mailbox, size + self.rng.randint(0, 4000),
            self.rng.randint(50, 999), self.rng.randint(1, 300), self.rng.randint(0, 999))

    def outcomes(self):
        t = self.tail()
        return {"login": [
            ("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. " + t, "smtp-auth-disabled-tenant", "tenant-config"),
            ("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information. " + t, "smtp-auth-disabled-mailbox", "tenant-config"),
            ("535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. " + t, "bad-credentials", "credentials"),
            ("535 5.7.3 Authentication unsuccessful " + t, "bad-credentials", "credentials"),
            ("535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator. " + t, "conditional-access", "tenant-config"),
            ("535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator. " + t, "security-defaults", "tenant-config"),
            ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled. " + t, "basic-auth-disabled", "tenant-config")],
            "mail": [],
            "rcpt": [("550 5.7.705 Access denied, tenant has exceeded threshold " + t, "tenant-threshold", "tenant-config")],
            "message": [
                ("554 5.2.252 SendAsDenied; %(user)s not allowed to send as %(sender)s; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; "
                 "Failed to process message due to a permanent exception with message Cannot submit message. 0.35250:0A00" + word(self.rng, 60, 1300) +
                 " [Hostname=%s]" % self.mailbox, "send-as-denied", "device-config"),
                ("552 5.3.4 Message size exceeds fixed maximum message size " + t, "message-too-big", "message"),
                ("550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients " + t, "daily-limit", "server-policy"),
                ("550 5.1.8 Access denied, bad outbound sender AS(42004) " + t, "sender-blocked", "reputation"),
                ("432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded [Hostname=%s]" % self.mailbox, "concurrent-submission-limit", "server-policy")]}


class Gmail(Profile):
    kind, mechanisms = "gmail", ["LOGIN", "PLAIN", "XOAUTH2", "PLAIN-CLIENTTOKEN", "OAUTHBEARER", "XOAUTH"]

    def __init__(self, rng, peer):
        super().__init__(rng, peer)
        self.host = "smtp.gmail.com"
        g = self.g = rng.choice([word(rng, 13, 13) + "-" + word(rng, 11, 11) + "sm%d" % rng.randint(10**6, 10**8) + word(rng, 3, 3) + ".%d" % rng.randint(1, 99),
                                 "c7-" + word(rng, 22, 22) + "sm%dlfi.%d" % (rng.randint(1000, 99999), rng.randint(1, 400))])
        end = " %s - gsmtp" % g
        self.banner = "220 smtp.gmail.com ESMTP" + end
        self.hello = "smtp.gmail.com at your service, [%s]" % peer
        self.caps = ["SIZE 35882577", "8BITMIME", "STARTTLS", "AUTH", "ENHANCEDSTATUSCODES", "PIPELINING", "CHUNKING", "SMTPUTF8"]
        self.starttls = "220 2.0.0 Ready to start TLS"
        self.login_ok = "235 2.7.0 Accepted"
        self.mail_ok, self.rcpt_ok = "250 2.1.0 OK" + end, "250 2.1.5 OK" + end
        self.data_ok = rng.choice(["354 Go ahead", "354  Go ahead"]) + end
        self.bye = "221 2.0.0 closing connection" + end
        self.no_auth = "504 5.7.4 Unrecognized Authentication Type" + end
        self.no_hello = "503 5.5.1 EHLO/HELO first." + end
        self.rset = "250 2.1.5 Flushed" + end
        self.needs_login = "530-5.7.0 Authentication Required. For more information, go to\r\n530 5.7.0  https://support.google.com/mail/?p=WantAuthError" + end

    def accepted(self, size):
        return "250 2.0.0 OK  1763896340 %s - gsmtp" % self.g

    def outcomes(self):
        end = " %s - gsmtp" % self.g
        return {"login": [
            ("535-5.7.8 Username and Password not accepted. For more information, go to\r\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials" + end, "bad-credentials", "credentials"),
            ("534-5.7.9 Application-specific password required. For more information, go to\r\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor" + end, "app-password-required", "credentials")],
            "mail": [], "rcpt": [],
            "message": [("552 5.3.4 Your message exceeded Google's message size limits." + end, "message-too-big", "message"),
                        ("550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\r\n550-5.4.5 sending limits go to\r\n550 5.4.5  https://support.google.com/a/answer/166852" + end, "daily-limit", "server-policy")]}


class Postfix(Profile):
    kind, mechanisms = "postfix", ["PLAIN", "LOGIN"]

    def __init__(self, rng, peer):
        super().__init__(rng, peer)
        self.host = "%s.%s" % (rng.choice(["mail", "mx", "smtp", "relay" + word(rng, 1, 2)]), domain(rng))
        self.mechanisms = rng.choice([["PLAIN", "LOGIN"], ["PLAIN", "LOGIN"], ["LOGIN", "PLAIN"], ["PLAIN"], ["DIGEST-MD5", "CRAM-MD5", "LOGIN", "PLAIN"]])
        self.banner = "220 %s ESMTP %s" % (self.host, rng.choice(["Postfix", "Postfix (Debian/GNU)", "Postfix (Ubuntu)", ""]))
        self.banner = self.banner.rstrip()
        self.hello = self.host
        self.caps = ["PIPELINING", "SIZE %d" % rng.choice([10240000, 52428800, 104857600])] + (["VRFY"] if rng.random() < 0.6 else []) + [
            "ETRN", "STARTTLS", "AUTH", "ENHANCEDSTATUSCODES", "8BITMIME", "DSN"] + (["SMTPUTF8"] if rng.random() < 0.7 else []) + (["CHUNKING"] if rng.random() < 0.7 else [])
        self.starttls = "220 2.0.0 Ready to start TLS"
        self.login_ok = "235 2.7.0 Authentication successful"
        self.mail_ok, self.rcpt_ok = "250 2.1.0 Ok", "250 2.1.5 Ok"
        self.data_ok = "354 End data with <CR><LF>.<CR><LF>"
        self.bye = "221 2.0.0 Bye"
        self.no_auth = "535 5.7.8 Error: authentication failed: Invalid authentication mechanism"
        self.no_hello = "503 5.5.1 Error: send HELO/EHLO first"
        self.rset = "250 2.0.0 Ok"
        self.needs_login = None

    def accepted(self, size):
        return "250 2.0.0 Ok: queued as " + (word(self.rng, 10, 12, "0123456789ABCDEF") if self.rng.random() < 0.6 else word(self.rng, 15, 15))

    def outcomes(self):
        return {"login": [("535 5.7.8 Error: authentication failed: " + self.rng.choice(["UGFzc3dvcmQ6", "authentication failure", "(reason unavailable)"]), "bad-credentials", "credentials"),
                          ("454 4.7.0 Temporary authentication failure: Connection lost to authentication server", "auth-temporary-failure", "server-fault")],
                "mail": [("552 5.3.4 Message size exceeds fixed limit", "message-too-big", "message"),
                         ("452 4.3.1 Insufficient system storage", "server-out-of-space", "server-fault")],
                "rcpt": [("554 5.7.1 <%(rcpt)s>: Relay access denied", "relay-denied", "server-policy"),
                         ("550 5.1.1 <%(rcpt)s>: Recipient address rejected: User unknown in local recipient table", "recipient-unknown", "recipient"),
                         ("450 4.2.0 <%(rcpt)s>: Recipient address rejected: Greylisted", "greylisted", "server-policy"),
                         ("554 5.7.1 Service unavailable; Client host [%s] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/%s" % (self.peer, self.peer), "ip-blocklisted", "reputation"),
                         ("450 4.1.8 <%(sender)s>: Sender address rejected: Domain not found", "sender-domain-unknown", "device-config")],
                "message": [("552 5.3.4 Error: message file too big", "message-too-big", "message")]}


class Exim(Profile):
    kind, mechanisms = "exim", ["PLAIN", "LOGIN"]

    def __init__(self, rng, peer):
        super().__init__(rng, peer)
        self.host = "%s.%s" % (rng.choice(["mail", "host" + word(rng, 1, 3), "server"]), domain(rng))
        self.mechanisms = rng.choice([["PLAIN", "LOGIN"], ["PLAIN"], ["LOGIN"]])
        self.banner = "220 %s ESMTP Exim 4.%d Sun, %02d Nov 2025 11:12:20 +0000" % (self.host, rng.randint(92, 98), rng.randint(1, 30))
        self.hello = "%s Hello copier [%s]" % (self.host, peer)
        self.caps = ["SIZE 52428800", "8BITMIME"] + (["LIMITS MAILMAX=1000 RCPTMAX=50000"] if rng.random() < 0.4 else []) + ["PIPELINING", "PIPECONNECT", "AUTH", "STARTTLS", "HELP"]
        self.starttls = "220 TLS go ahead"
        self.login_ok = "235 Authentication succeeded"
        self.mail_ok, self.rcpt_ok = "250 OK", "250 Accepted"
        self.data_ok = "354 Enter message, ending with \".\" on a line by itself"
        self.bye = "221 %s closing connection" % self.host
        self.no_auth = "504 %s authentication mechanism not supported" % rng.choice(["LOGIN", "PLAIN"])
        self.no_hello = "503 HELO or EHLO required"
        self.rset = "250 Reset OK"
        self.needs_login = None

    def accepted(self, size):
        return "250 OK id=" + (word(self.rng, 16, 16) if self.rng.random() < 0.6 else word(self.rng, 23, 23))

    def outcomes(self):
        return {"login": [("535 Incorrect authentication data", "bad-credentials", "credentials")],
                "mail": [("552 Message size exceeds maximum permitted", "message-too-big", "message")],
                "rcpt": [("550 relay not permitted", "relay-denied", "server-policy"), ("550 Unrouteable address", "recipient-unknown", "recipient")],
                "message": [("552 Message size exceeds maximum permitted", "message-too-big", "message"), ("550 This message looks like spam", "content-rejected", "message")]}


class Stranger(Postfix):
    """A server whose words the program has never seen."""
    kind = "stranger"

    def __init__(self, rng, peer):
        super().__init__(rng, peer)
        say = lambda code: "%d %s" % (code, " ".join(word(rng, 2, 9, string.ascii_lowercase) for _ in range(rng.randint(1, 7))))
        self.banner = "220 %s %s" % (self.host, rng.choice(["ESMTP", "ESMTP ready", say(0)[2:]]))
        self.caps = ["STARTTLS", "AUTH", "SIZE %d" % rng.randint(10**6, 10**8), "8BITMIME"] + rng.sample(["DSN", "PIPELINING", "HELP", "XWELCOME"], 2)
        self.mail_ok, self.rcpt_ok, self.data_ok, self.bye, self.login_ok = say(250), say(250), say(354), say(221), say(235)
        self.words = say

    def accepted(self, size):
        return self.words(250)

    def outcomes(self):
        w = self.words
        return {"login": [(w(535), "bad-credentials", "credentials")], "mail": [(w(550), "refused-at-mail", "server-policy")],
                "rcpt": [(w(550), "refused-at-rcpt", "server-policy")], "message": [(w(550), "refused-at-accepted", "server-policy")]}


KINDS = [(Microsoft365, 34), (Gmail, 18), (Postfix, 24), (Exchange, 10), (Exim, 8), (Stranger, 6)]
