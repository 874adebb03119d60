"""Encrypted mail sessions by real TLS stacks: a server that speaks like one of the profiles, and clients of several kinds
(a scripted copier over Python's ssl, smtplib, curl, swaks), over loopback. The server writes down what crosses its socket.
"""
import base64
import os
import random
import shutil
import smtplib
import socket
import ssl
import subprocess
import threading
import time

import servers
from servers import address, domain, word

CIPHERS = [("TLSv1_3", None, 46), ("TLSv1_2", "ECDHE-RSA-AES256-GCM-SHA384", 16), ("TLSv1_2", "ECDHE-RSA-AES128-GCM-SHA256", 8),
           ("TLSv1_2", "ECDHE-RSA-CHACHA20-POLY1305", 10), ("TLSv1_2", "AES128-CCM8", 2), ("TLSv1_2", "ECDHE-RSA-AES256-SHA384", 6),
           ("TLSv1_2", "AES128-SHA256", 4), ("TLSv1_2", "AES256-SHA", 4), ("TLSv1_1", "AES128-SHA", 2), ("TLSv1", "ECDHE-RSA-AES256-SHA", 2)]
NO_ENCRYPT_THEN_MAC = 1 << 19


def weighted(rng, pairs):
    return rng.choices([p[:-1] for p in pairs], [p[-1] for p in pairs])[0]


class Closed(Exception):
    pass


class Server:
    """One session's server side: reads lines, answers as the profile and the plan say."""

    def __init__(self, sock, profile, plan, context, implicit):
        self.sock, self.p, self.plan, self.context = sock, profile, plan, context
        self.events, self.start, self.tls, self.buffer = [], time.time(), None, b""
        self.user = self.sender = None
        self.hello = False
        self.recipients = 0
        self.implicit = implicit

    def note(self, side, data):
        self.events.append((time.time() - self.start, side, data))

    def raw_receive(self):
        data = self.sock.recv(65536)
        self.note("c", data or None)
        if not data:
            raise Closed
        return data

    def flush(self):
        data = self.outgoing.read()
        if data:
            self.note("s", data)
            self.sock.sendall(data)

    def send(self, text):
        data = (text + "\r\n").encode()
        if self.tls:
            self.tls.write(data)
            self.flush()
        else:
            self.note("s", data)
            self.sock.sendall(data)

    def more(self):
        if not self.tls:
            self.buffer += self.raw_receive()
            return
        while True:
            try:
                data = self.tls.read(65536)
                if not data:
                    raise Closed
                self.buffer += data
                return
            except ssl.SSLWantReadError:
                self.incoming.write(self.raw_receive())

    def line(self):
        while b"\n" not in self.buffer:
            self.more()
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r").decode("latin1")

    def handshake(self):
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = self.context.wrap_bio(self.incoming, self.outgoing, server_side=True)
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self.flush()
                self.incoming.write(self.raw_receive())
        self.tls, self.buffer = tls, b""
        self.flush()

    def finish(self):
        if self.tls:
            try:
                self.tls.unwrap()
            except (ssl.SSLError, OSError, ValueError):
                pass
            try:
                self.flush()
            except OSError:
                pass
        if not any(data is None for _, _, data in self.events):
            self.note("s", None)

    def run(self):
        try:
            if self.implicit:
                self.handshake()
            self.send(self.p.banner)
            while True:
                verb, _, rest = self.line().partition(" ")
                getattr(self, "do_" + verb.upper().strip(), self.unknown)(rest.strip())
        except (Closed, OSError, ssl.SSLError):
            pass
        finally:
            self.finish()
            self.sock.close()

    def unknown(self, rest):
        self.send("500 5.5.2 Error: command not recognized")

    def do_EHLO(self, name):
        self.hello = True
        lines = [self.p.hello]
        for cap in self.p.caps:
            if cap == "STARTTLS" and self.tls:
                continue
            if cap == "AUTH":
                if self.tls and not self.plan.get("no_login"):
                    lines.append("AUTH " + " ".join(self.p.mechanisms))
                continue
            lines.append(cap)
        self.send("\r\n".join("250%s%s" % (" " if i == len(lines) - 1 else "-", x) for i, x in enumerate(lines)))

    def do_HELO(self, name):
        self.hello = True
        self.send("250 " + self.p.hello)

    def do_STARTTLS(self, rest):
        self.send(self.p.starttls)
        self.handshake()
        self.hello = False

    def do_AUTH(self, rest):
        mechanism, _, initial = rest.partition(" ")
        if not self.hello:
            return self.send(self.p.no_hello)
        if self.plan.get("no_login") or mechanism.upper() not in self.p.mechanisms:
            return self.send(self.p.no_auth)
        if mechanism.upper() == "LOGIN":
            if not initial:
                self.send("334 VXNlcm5hbWU6")
                initial = self.line()
            self.send("334 UGFzc3dvcmQ6")
            self.line()
            self.user = base64.b64decode(initial).decode()
        else:
            if not initial:
                self.send("334 ")
                initial = self.line()
            text = base64.b64decode(initial).decode("latin1")
            self.user = text[5:].split("\x01")[0] if mechanism.upper() == "XOAUTH2" else (text.split("\0") + ["", ""])[1]
        if "login" in self.plan:
            self.user = None
            return self.send(self.plan["login"][0])
        self.send(self.p.login_ok)

    def fill(self, text, rcpt=""):
        return text.replace("%(rcpt)s", rcpt).replace("%(sender)s", self.sender or "").replace("%(user)s", self.user or "")

    def do_MAIL(self, rest):
        self.sender = rest.partition(":")[2].strip().split(" ")[0].strip("<>")
        if not self.hello:
            return self.send(self.p.no_hello)
        if self.plan.get("closes") == "mail":
            raise Closed
        if self.p.needs_login and not self.user:
            return self.send(self.p.needs_login)
        self.send(self.fill(self.plan["mail"][0]) if "mail" in self.plan else self.p.mail_ok)

    def do_RCPT(self, rest):
        to = rest.partition(":")[2].strip().split(" ")[0].strip("<>")
        if self.plan.get("closes") == "rcpt":
            raise Closed
        if "rcpt" in self.plan:
            return self.send(self.fill(self.plan["rcpt"][0], to))
        self.recipients += 1
        self.send(self.p.rcpt_ok)

    def do_DATA(self, rest):
        if not self.recipients:
            return self.send("503 5.5.1 Error: need RCPT command")
        self.send(self.p.data_ok)
        while not self.buffer.endswith(b"\r\n.\r\n"):
            self.more()
        size, self.buffer = len(self.buffer) - 3, b""
        if self.plan.get("closes") == "message":
            raise Closed
        self.send(self.fill(self.plan["message"][0]) if "message" in self.plan else self.p.accepted(size))

    def do_RSET(self, rest):
        self.send(self.p.rset)

    def do_NOOP(self, rest):
        self.send("250 2.0.0 OK")

    def do_QUIT(self, rest):
        self.send(self.p.bye)
        raise Closed


# -- clients ---------------------------------------------------------------------------------------------------------
def message(rng, sender, to, size):
    head = "From: %s\r\nTo: %s\r\nSubject: %s\r\nMIME-Version: 1.0\r\n\r\n" % (sender, to, word(rng, 4, 30))
    lines, left = [head], max(0, size - len(head))
    while left > 2:
        n = min(76, left - 2)
        lines.append("A" * n + "\r\n")
        left -= n + 2
    return "".join(lines)


def broken(rng, events, how, at):
    """The same up to the client's last word, and what then happens instead of an answer."""
    last = max(i for i, (_, side, data) in enumerate(events) if side == "c" and data)
    kept = events[:last + 1]
    if at == "message" and how != "silent" and rng.random() < 0.6:
        # In the middle of the message: it may end within a record.
        begun = max(i for i, (_, side, _) in enumerate(kept) if side == "s") + 1
        octets = b"".join(data for _, _, data in kept[begun:])
        kept = kept[:begun] + [(kept[begun][0], "c", octets[:max(60, int(len(octets) * rng.uniform(0.3, 0.9)))])]
    time = kept[-1][0]
    tails = {"silent": [(time, "c", rng.choice([45, 90, 300])), (time, "c", None)], "reset": [(time, "s", "reset")],
             "box-reset": [(time, "s", "box-reset")], "lost": [(time, "c", "lost")]}
    return kept + tails[how]


BREAKS = {
    ("silent", False): ("failed", "no-reply", "server-fault"), ("silent", True): ("unknown", "no-reply-after-message", "unknown"),
    ("reset", False): ("unknown", "reset-without-reply", "unknown"), ("reset", True): ("unknown", "reset-mid-data", "unknown"),
    ("box-reset", False): ("failed", "firewall-injects-reset", "firewall"),
    ("box-reset", True): ("failed", "firewall-injects-reset", "firewall"),
    ("lost", False): ("unknown", "no-reply", "unknown"), ("lost", True): ("unknown", "path-broke", "unknown"),
}


class Copier:
    """A scripted device: habits of its own, chosen once a session."""

    def __init__(self, rng, port, plan, context, names):
        self.rng, self.plan, self.context, self.names = rng, plan, context, names
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.file = None
        self.ehlo = rng.choice([word(rng, 4, 20), "%s.%s" % (word(rng, 3, 10), domain(rng)), "[192.168.1.%d]" % rng.randint(2, 250)])

    def write(self, text):
        self.sock.sendall(text.encode())

    def reply(self):
        while True:
            line = self.file.readline()
            if not line:
                raise Closed
            if line[3:4] != b"-":
                return int(line[:3])

    def ask(self, text):
        self.write(text + "\r\n")
        return self.reply()

    def start_tls(self):
        self.sock = self.context.wrap_socket(self.sock, server_hostname=self.names["sni"])
        self.file = self.sock.makefile("rb")

    def run(self):
        rng, plan = self.rng, self.plan
        try:
            if plan["implicit"]:
                self.start_tls()
            self.file = self.file or self.sock.makefile("rb")
            self.reply()
            self.ask("EHLO " + self.ehlo)
            if not plan["implicit"]:
                self.ask("STARTTLS")
                self.start_tls()
                if not plan.get("skips_ehlo"):
                    self.ask("EHLO " + self.ehlo)
            self.talk()
        except (Closed, OSError, ssl.SSLError, ValueError):
            pass
        finally:
            self.leave()

    def talk(self):
        rng, plan, n = self.rng, self.plan, self.names
        encode = lambda text: base64.b64encode(text.encode()).decode()
        quits = rng.random() < 0.85

        def stop():
            if quits:
                self.ask("QUIT")

        if plan.get("test") == "ehlo":
            return stop()
        if plan["login_as"]:
            kind = plan["login_as"]
            if kind == "LOGIN":
                code = self.ask("AUTH LOGIN")
                code = self.ask(encode(n["user"])) if code == 334 else code
                code = self.ask(encode(n["password"])) if code == 334 else code
            elif kind == "LOGIN-initial":
                code = self.ask("AUTH LOGIN " + encode(n["user"]))
                code = self.ask(encode(n["password"])) if code == 334 else code
            elif kind == "PLAIN":
                code = self.ask("AUTH PLAIN")
                code = self.ask(encode("\0%s\0%s" % (n["user"], n["password"]))) if code == 334 else code
            elif kind == "PLAIN-initial":
                code = self.ask("AUTH PLAIN " + encode("\0%s\0%s" % (n["user"], n["password"])))
            else:
                code = self.ask("AUTH XOAUTH2 " + encode("user=%s\x01auth=Bearer %s\x01\x01" % (n["user"], word(rng, 900, 2000))))
            if code != 235 and not plan.get("goes_on"):
                return stop()
        if plan.get("test") == "login":
            return stop()
        size = int(10 ** rng.uniform(2.4, 5.2))
        text = message(rng, n["sender"], n["to"][0], size)
        parameters = rng.choice(["", "", "", " SIZE=%d" % size, " BODY=8BITMIME", " SIZE=%d BODY=8BITMIME" % size])
        space = " " if rng.random() < 0.05 else ""
        if self.ask("MAIL FROM:%s<%s>%s" % (space, n["sender"], parameters)) != 250:
            return stop()
        if rng.random() < 0.15 and len(n["to"]) == 1:
            self.write("RCPT TO:<%s>\r\n" % n["to"][0])
            self.write("DATA\r\n")
            accepted = self.reply() == 250
            if self.reply() != 354 or not accepted:
                return stop()
        else:
            codes = [self.ask("RCPT TO:%s<%s>" % (space, to)) for to in n["to"]]
            if 250 not in codes:
                return stop()
            if self.ask("DATA") != 354:
                return stop()
        style = rng.random()
        if style < 0.4:
            self.write(text)
            self.write(".\r\n")
        elif style < 0.7:
            self.write(text + ".\r\n")
        else:
            step = rng.choice([1024, 4096, 8192])
            for offset in range(0, len(text), step):
                self.write(text[offset:offset + step])
            self.write(".\r\n")
        self.reply()
        stop()

    def leave(self):
        try:
            if isinstance(self.sock, ssl.SSLSocket) and self.rng.random() < 0.7:
                self.sock.settimeout(1)
                self.sock.unwrap()
        except (OSError, ssl.SSLError, ValueError):
            pass
        self.sock.close()


def library(port, plan, context, names):
    """Python's smtplib."""
    rng = random.Random(names["user"])
    try:
        if plan["implicit"]:
            client = smtplib.SMTP_SSL("127.0.0.1", port, timeout=10, context=context)
        else:
            client = smtplib.SMTP("127.0.0.1", port, timeout=10)
            client.starttls(context=context)
        if plan["login_as"]:
            client.login(names["user"], names["password"])
        client.sendmail(names["sender"], names["to"], message(rng, names["sender"], names["to"][0], 2000))
        client.quit()
    except (smtplib.SMTPException, OSError):
        pass


def curl(port, plan, names):
    scheme = "smtps" if plan["implicit"] else "smtp"
    command = ["curl", "-sk", "-m", "10", "--url", "%s://127.0.0.1:%d" % (scheme, port), "--mail-from", names["sender"]]
    for to in names["to"]:
        command += ["--mail-rcpt", to]
    if not plan["implicit"]:
        command.append("--ssl-reqd")
    if plan["login_as"]:
        command += ["--user", "%s:%s" % (names["user"], names["password"])]
    subprocess.run(command + ["-T", "-"], input=message(random.Random(1), names["sender"], names["to"][0], 3000).encode(),
                   capture_output=True, timeout=20)


def swaks(port, plan, names):
    command = ["swaks", "--server", "127.0.0.1", "--port", str(port), "--timeout", "8", "--from", names["sender"], "--to", ",".join(names["to"]),
               "--tlsc" if plan["implicit"] else "--tls"]
    if plan["login_as"]:
        command += ["--auth", "LOGIN", "--auth-user", names["user"], "--auth-password", names["password"]]
    subprocess.run(command, capture_output=True, timeout=20)


# -- one session -----------------------------------------------------------------------------------------------------
class Maker:
    def __init__(self, seed, folder, breaks=0):
        """`breaks`: their weight beside 106 of all else."""
        self.rng, self.breaks = random.Random(seed), breaks
        self.key = os.path.join(folder, "server.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=calibration",
                        "-keyout", self.key, "-out", self.key + ".crt"], check=True, capture_output=True)
        with open(self.key, "a") as out:
            out.write(open(self.key + ".crt").read())
        self.tools = [t for t in ("curl", "swaks") if shutil.which(t)]

    def contexts(self):
        version, cipher = weighted(self.rng, CIPHERS)
        server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        server.load_cert_chain(self.key)
        client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
        for context in (server, client):
            context.set_ciphers((cipher or "DEFAULT") + ":@SECLEVEL=0")
            context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
        if self.rng.random() < 0.5:
            client.options |= NO_ENCRYPT_THEN_MAC
        return server, client, "%s %s" % (version.replace("_", "."), cipher or "AES256-GCM")

    def plan(self, profile):
        """What goes wrong, and the truth: outcome, cause, responsible."""
        rng, outcomes = self.rng, profile.outcomes()
        wants_login = bool(profile.needs_login) or rng.random() < 0.7
        plan = {"implicit": profile.kind in ("gmail", "postfix", "stranger", "exim") and rng.random() < 0.2}
        usable = [m for m in ("LOGIN", "PLAIN") if m in profile.mechanisms]
        forms = [f for f in ("LOGIN", "LOGIN", "LOGIN", "LOGIN-initial", "PLAIN", "PLAIN-initial", "PLAIN-initial") if f.split("-")[0] in usable]
        if "XOAUTH2" in profile.mechanisms:
            forms.append("XOAUTH2")
        plan["login_as"] = rng.choice(forms) if wants_login and forms else None
        if not plan["login_as"]:
            plan["no_login"] = not profile.needs_login
        kind = rng.choices(["delivered", "login", "mail", "rcpt", "message", "no-login", "mechanism", "test-login", "test-ehlo", "no-ehlo", "closes", "breaks"],
                           [40, 18, 4, 12, 12, 5, 3, 4, 3, 2, 3, self.breaks])[0]
        if kind in outcomes and outcomes[kind] and (kind != "login" or plan["login_as"]):
            reply, cause, responsible = plan[kind] = rng.choice(outcomes[kind])
            if plan["login_as"] == "XOAUTH2" and cause == "bad-credentials":
                cause, responsible = "oauth-token-rejected", "credentials"
            if kind == "mail" and cause == "auth-missing":
                plan["login_as"], plan["no_login"] = None, True
            return plan, ("refused", cause, responsible)
        if kind == "no-login" and profile.needs_login:
            plan["login_as"], plan["no_login"] = None, False
            return plan, ("refused", "auth-missing", "device-config")
        if kind == "mechanism" and profile.kind == "m365":
            plan["login_as"] = "PLAIN-initial"
            return plan, ("refused", "no-common-auth-mechanism", "device-capability")
        if kind == "no-ehlo" and not plan["implicit"] and plan["login_as"] and profile.kind in ("m365", "exchange"):
            plan["skips_ehlo"] = True
            return plan, ("refused", "no-ehlo-after-starttls", "device-capability")
        if kind == "test-login" and plan["login_as"]:
            plan["test"] = "login"
            return plan, ("test-only", "auth-test-only", "none")
        if kind == "test-ehlo":
            plan["test"] = "ehlo"
            return plan, ("test-only", "tls-test-only", "none")
        if kind == "closes":
            plan["closes"] = rng.choice(["mail", "rcpt", "message"])
            cause = "closed-after-message-without-reply" if plan["closes"] == "message" else "server-closed-without-reply"
            return plan, ("unknown" if plan["closes"] == "message" else "failed", cause, "server-fault")
        if kind == "breaks":
            plan["closes"] = rng.choice(["mail", "rcpt", "message"])
            plan["breaks"] = rng.choice(["silent", "reset", "box-reset", "lost"])
            return plan, BREAKS[plan["breaks"], plan["closes"] == "message"]
        return plan, ("delivered", "delivered", "none")

    def session(self):
        rng = self.rng
        peer = ".".join(str(rng.randint(1, 223)) for _ in range(4))
        profile = rng.choices([k for k, _ in servers.KINDS], [w for _, w in servers.KINDS])[0](rng, peer)
        plan, truth = self.plan(profile)
        home = domain(rng)
        user = address(rng, home)
        names = {"user": user if rng.random() < 0.85 else word(rng, 4, 16), "password": word(rng, 8, 20, "abcdefghABCDEFGH0123456789!-"),
                 "sender": user if rng.random() < 0.7 else address(rng), "to": [address(rng) for _ in range(rng.choices([1, 2, 3], [85, 10, 5])[0])],
                 "sni": {"m365": "smtp.office365.com", "gmail": "smtp.gmail.com"}.get(profile.kind, profile.host) if rng.random() < 0.75 else None}
        server_context, client_context, cipher = self.contexts()
        plain = not any(k in plan for k in ("test", "skips_ehlo", "closes")) and plan["login_as"] in (None, "LOGIN") and truth[1] not in ("auth-missing",)
        who = rng.choices(["copier", "smtplib", "curl", "swaks"], [70, 12, 12, 6])[0]
        if not plain or (who in ("curl", "swaks") and (who not in self.tools or "TLSv1.3" not in cipher and "GCM" not in cipher)):
            who = "copier"
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]

        def client():
            if who == "copier":
                Copier(random.Random(rng.random()), port, plan, client_context, names).run()
            elif who == "smtplib":
                library(port, plan, client_context, names)
            else:
                {"curl": curl, "swaks": swaks}[who](port, plan, names)
        thread = threading.Thread(target=client, daemon=True)
        thread.start()
        listener.settimeout(15)
        sock, _ = listener.accept()
        sock.settimeout(15)
        server = Server(sock, profile, plan, server_context, plan["implicit"])
        server.run()
        thread.join(20)
        listener.close()
        events, stage = server.events, {"message": "accepted"}.get(plan.get("closes"), plan.get("closes"))
        if "breaks" in plan and any(data for _, side, data in events if side == "c"):
            events = broken(rng, events, plan["breaks"], plan["closes"])
        port = 465 if plan["implicit"] else 25 if not plan["login_as"] and profile.kind in ("postfix", "exim", "stranger") else 587
        return {"events": events, "break": plan.get("breaks"), "stage": stage, "port": port, "kind": profile.kind, "cipher": cipher, "client": who,
                "outcome": truth[0], "cause": truth[1], "responsible": truth[2], "peer": peer}
