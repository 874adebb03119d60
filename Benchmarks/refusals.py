#!/usr/bin/env python3
"""What a refusal costs: a capture with many refused sessions against the same capture with none refused.

    Benchmarks/refusals.py [PROGRAM] [--sessions 100000] [--runs 2] [--format ndjson] [--keep DIRECTORY]

Writes both captures, runs PROGRAM on each in turn, and prints the processor time (user and system, the smallest of
the runs) and the ratio. Ends with status 1 where refusals cost more than --limit (2) times as much.
"""
import argparse, os, resource, struct, subprocess, sys, tempfile

# What servers answer to RCPT; every reply differs in its address and number, as on the wire.
REFUSALS = [
    "550 5.7.1 Service unavailable, Client host [{ip}] blocked using Spamhaus. To request removal from this list see "
    "https://www.spamhaus.org/query/ip/{ip} (AS3130). [{n}.eurprd05.prod.outlook.com]",
    "550 5.7.64 TenantAttribution; Relay Access Denied [{n}.eurprd05.prod.outlook.com]",
    "550 5.4.1 Recipient address rejected: Access denied. [{n}.eurprd05.prod.outlook.com]",
    "554 5.7.1 <boss@example.org>: Relay access denied",
    "450 4.2.0 <boss@example.org>: Recipient address rejected: Greylisted, see http://postgrey.example/{n}",
    "550 5.1.1 <boss@example.org>: Recipient address rejected: User unknown in virtual mailbox table",
    "550 relay not permitted",
    "451 4.7.500 Server busy. Please try again later from [{ip}]. (S77714) [{n}]",
    "550-5.7.26 Your email has been blocked because the sender is unauthenticated.\r\n550 5.7.26 {n} - gsmtp",
    "452 4.3.1 Insufficient system storage {n}",
    "553 5.7.1 <scan@example.net>: Sender address rejected: not owned by user {n}",
    "550 5.7.999 Words that no rule knows, number {n}",
]


DEVICES = 200


class Capture:
    """A pcap file with Ethernet, IPv4 and TCP; checksums stay zero, as where the card computes them."""

    def __init__(self, path):
        self.file = open(path, "wb", buffering=1 << 20)
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        self.time = 1_795_000_000_000_000

    def packet(self, source, target, sport, dport, seq, ack, flags, data=b""):
        self.time += 20
        ip = struct.pack("!BBHHHBBHII", 0x45, 0, 40 + len(data), 0, 0x4000, 64, 6, 0, source, target)
        tcp = struct.pack("!HHIIBBHHH", sport, dport, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, 0x50, flags, 64240, 0, 0)
        frame = b"\x02\0\0\0\0\x01\x02\0\0\0\0\x02\x08\0" + ip + tcp + data
        self.file.write(struct.pack("<IIII", self.time // 1_000_000, self.time % 1_000_000, len(frame), len(frame)))
        self.file.write(frame)

    def session(self, number, lines):
        """`lines`: what server (<) and client (>) say."""
        client, server = 0x0A000000 + number % DEVICES + 10, 0xC0000219
        port = 10_000 + number // DEVICES % 50_000
        # Hosts choose them at random.
        seq = [(number + 1) * 2654435761 % (1 << 32), (number + 1) * 2246822519 % (1 << 32)]
        self.packet(client, server, port, 25, seq[0], 0, 0x02)
        self.packet(server, client, 25, port, seq[1], seq[0] + 1, 0x12)
        seq = [seq[0] + 1, seq[1] + 1]
        self.packet(client, server, port, 25, seq[0], seq[1], 0x10)
        for line in lines:
            data = line[1:].encode() + b"\r\n"
            if line[0] == ">":
                self.packet(client, server, port, 25, seq[0], seq[1], 0x18, data)
                seq[0] += len(data)
            else:
                self.packet(server, client, 25, port, seq[1], seq[0], 0x18, data)
                seq[1] += len(data)
        self.packet(server, client, 25, port, seq[1], seq[0], 0x11)
        self.packet(client, server, port, 25, seq[0], seq[1] + 1, 0x11)
        self.packet(server, client, 25, port, seq[1] + 1, seq[0] + 1, 0x10)


def dialogue(number, refused):
    start = [
        "<220 mx.example.org ESMTP", ">EHLO mfp-%d.example.net" % (number % DEVICES),
        "<250-mx.example.org\r\n250-SIZE 35882577\r\n250 8BITMIME", ">MAIL FROM:<scan@example.net>", "<250 2.1.0 Ok",
        ">RCPT TO:<boss@example.org>",
    ]
    if refused:
        text = REFUSALS[number % len(REFUSALS)].format(ip="203.0.113.%d" % (number % 254 + 1), n="%08X" % (number * 2654435761 % (1 << 32)))
        return start + ["<" + text, ">QUIT", "<221 2.0.0 Bye"]
    return start + [
        "<250 2.1.5 Ok", ">DATA", "<354 End data with <CR><LF>.<CR><LF>", ">Subject: scan\r\n\r\nattached\r\n.",
        "<250 2.0.0 Ok: queued as %08X" % number, ">QUIT", "<221 2.0.0 Bye",
    ]


def write(path, sessions, refused):
    capture = Capture(path)
    for number in range(sessions):
        capture.session(number, dialogue(number, refused))
    capture.file.close()


def seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(os.devnull, "w") as sink:
        subprocess.run(command, stdout=sink, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", nargs="?", default=".build/release/postmortem")
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--format", default="ndjson")
    parser.add_argument("--limit", type=float, default=2)
    parser.add_argument("--keep", help="write the captures here and leave them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or temporary
        os.makedirs(folder, exist_ok=True)
        files = {name: os.path.join(folder, name + ".pcap") for name in ("delivered", "refused")}
        for name, path in files.items():
            write(path, options.sessions, name == "refused")
        best = dict.fromkeys(files, float("inf"))
        # In turn, so that a busy moment of the machine meets both.
        for _ in range(options.runs):
            for name, path in files.items():
                best[name] = min(best[name], seconds([options.program, "--quiet", "--format", options.format, path]))
    ratio = best["refused"] / best["delivered"]
    for name in files:
        print("%-9s %7d sessions  %6.2f s" % (name, options.sessions, best[name]))
    print("ratio     %.2f (at most %g)" % (ratio, options.limit))
    sys.exit(ratio > options.limit)


if __name__ == "__main__":
    main()
