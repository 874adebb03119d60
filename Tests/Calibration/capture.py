"""A pcap file of TCP connections, written from the octets that each side handed to its socket."""
import socket
import struct


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Capture:
    def __init__(self, path):
        self.file = open(path, "wb")
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))

    def frame(self, time, payload):
        self.file.write(struct.pack("<IIII", int(time), int(time % 1 * 1e6), len(payload), len(payload)) + payload)

    def connection(self, client, server, start, events, rtt=0.02, mss=1448):
        """events: (seconds, 'c' or 's', octets, or None for a close, or one of the breaks: 'reset', 'box-reset' (made by a box
        beside the client), 'lost' (the last octets are sent again and again, and never acknowledged), or a number of seconds that
        pass)."""
        sequence, at = {"c": 1000, "s": 5000}, start
        ends = {"c": client, "s": server}

        def segment(side, flags, data=b"", ttl=None):
            nonlocal at
            other = "s" if side == "c" else "c"
            (a, ap), (b, bp) = ends[side], ends[other]
            tcp = struct.pack("!HHIIBBHHH", ap, bp, sequence[side], sequence[other] if flags & 0x10 else 0, 0x50, flags, 64000, 0, 0)
            pseudo = socket.inet_aton(a) + socket.inet_aton(b) + struct.pack("!BBH", 0, 6, len(tcp) + len(data))
            tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp + data)) + tcp[18:]
            ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp) + len(data), sequence[side] & 0xFFFF, 0x4000, ttl or (64 if side == "c" else 118), 6, 0,
                             socket.inet_aton(a), socket.inet_aton(b))
            ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
            macs = b"\x00\x26\x73\x00\x00\x01", b"\x00\x09\x0f\x00\x00\x02"
            ethernet = (macs[1] + macs[0] if side == "c" else macs[0] + macs[1]) + b"\x08\x00"
            self.frame(at, ethernet + ip + tcp + data)
            sequence[side] += len(data) + (1 if flags & 3 else 0)
            at += 0.00002

        segment("c", 0x02)
        at += rtt
        segment("s", 0x12)
        segment("c", 0x10)
        last = None
        for index, (seconds, side, data) in enumerate(events):
            at = max(at, start + rtt + seconds)
            if isinstance(data, (int, float)):
                at += data
                continue
            if isinstance(data, str):
                if data == "lost":
                    for wait in (1, 2, 4, 8, 16, 32):
                        at += wait
                        sequence[side] -= len(lost)
                        segment(side, 0x18, lost)
                else:
                    at += 0.0005 if data == "box-reset" else rtt
                    segment(side, 0x14, ttl=64 if data == "box-reset" else None)
                continue
            if side == "s" and last == "c":
                at += rtt
            if data is None:
                segment(side, 0x11)
                segment("s" if side == "c" else "c", 0x10)
            else:
                isLost = index + 1 < len(events) and events[index + 1][2] == "lost"
                for offset in range(0, len(data), mss):
                    lost = data[offset:offset + mss]
                    segment(side, 0x18, lost)
                    if isLost:
                        break
                if isLost:
                    continue
                segment("s" if side == "c" else "c", 0x10)
            last = side
        return at

    def close(self):
        self.file.close()
