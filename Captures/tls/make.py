#!/usr/bin/env python3
"""Makes the captures of this folder anew: SMTP under TLS by OpenSSL, one session for each case, with their keys.

  sudo ./make.py        needs Python 3.8+, OpenSSL's command, tcpdump, unshare and ip; works in a network namespace

Every session says the same, and names its case in EHLO and in the reply to the message.
"""
import os, socket, ssl, subprocess, sys, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
NO_ETM, NO_EMS, NO_TICKET = 1 << 19, 1 << 0, 1 << 14
V = {"10": ssl.TLSVersion.TLSv1, "11": ssl.TLSVersion.TLSv1_1, "12": ssl.TLSVersion.TLSv1_2, "13": ssl.TLSVersion.TLSv1_3}
CBC = ["ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA", "DHE-RSA-CAMELLIA256-SHA"]


def cases():
    """file → [(case, version, ciphers, options)]"""
    modern = ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "DHE-RSA-AES128-GCM-SHA256",
              "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES128-CCM", "ECDHE-ECDSA-AES256-CCM",
              "ECDHE-ECDSA-AES128-CCM8", "ECDHE-ECDSA-AES256-CCM8", "DHE-RSA-AES128-CCM", "ECDHE-RSA-AES128-SHA256",
              "ECDHE-RSA-AES256-SHA384", "DHE-RSA-AES256-SHA256"] + CBC
    tls12 = [(c.lower(), "12", c, {}) for c in modern]
    tls12 += [(c.lower() + "-mac-first", "12", c, {"options": NO_ETM}) for c in modern if c.endswith(("SHA", "SHA256", "SHA384")) and "GCM" not in c]
    old = [(f"tls{v}-{c.lower()}{'-mac-first' if o else ''}", v, c, {"options": o}) for v in ("10", "11") for c in CBC for o in (0, NO_ETM)]
    tls13 = [(s.lower().replace("_", "-"), "13", None, {"suite": s}) for s in
             ("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256")]
    tls13 += [("retry", "13", None, {"curve": "secp384r1"}), ("implicit", "13", None, {"implicit": True}),
              ("client-certificate", "13", None, {"ask": True}), ("key-update", "13", None, {"update": True})]
    resumed = [("ticket", "12", "ECDHE-RSA-AES128-GCM-SHA256", {"twice": True}),
               ("session-id", "12", "ECDHE-RSA-AES128-GCM-SHA256", {"twice": True, "options": NO_TICKET}),
               ("psk", "13", None, {"twice": True}),
               ("asks-client", "12", "ECDHE-RSA-AES256-GCM-SHA384", {"ask": True}),
               ("implicit-12", "12", "ECDHE-RSA-AES256-GCM-SHA384", {"implicit": True})]
    rsa = [(f"rsa-{c.lower()}-{v}{'' if e else '-no-ems'}", v, c, {"options": 0 if e else NO_EMS, "twice": c == "AES256-SHA"})
           for v, c in (("10", "AES256-SHA"), ("11", "AES128-SHA"), ("12", "AES256-SHA"), ("12", "AES128-GCM-SHA256"), ("12", "AES256-GCM-SHA384"))
           for e in (True, False)]
    return {"tls12": tls12, "tls10-11": old, "tls13": tls13, "resumed": resumed, "rsa-key": rsa}


def lines(case):
    """(command, reply) under TLS."""
    message = f"From: scan@{case}.example\r\nTo: box@lab.example\r\nSubject: scan\r\n\r\n" + "".join(f"line {i} of the scan\r\n" for i in range(60))
    return [(f"EHLO {case}.example\r\n", "250-lab.example\r\n250-SIZE 1000000\r\n250 AUTH PLAIN LOGIN\r\n"),
            ("AUTH PLAIN AHNjYW4AbGFiLXNlY3JldA==\r\n", "235 2.7.0 Authentication successful\r\n"),
            (f"MAIL FROM:<scan@{case}.example>\r\n", "250 2.1.0 Sender ok\r\n"),
            ("RCPT TO:<box@lab.example>\r\n", "250 2.1.5 Recipient ok\r\n"),
            ("DATA\r\n", "354 Go ahead\r\n"),
            (message + ".\r\n", f"250 2.0.0 Queued as {case}\r\n"),
            ("QUIT\r\n", "221 2.0.0 Bye\r\n")]


def until(sock, ends):
    got = b""
    while not got.endswith(ends):
        more = sock.recv(65536)
        if not more:
            break
        got += more
    return got


def serve(listener, context, case, options, times):
    for _ in range(times):
        sock, _ = listener.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not options.get("implicit"):
            sock.sendall(b"220 lab.example ESMTP\r\n")
            until(sock, b"\r\n")
            sock.sendall(b"250-lab.example\r\n250-SIZE 1000000\r\n250 STARTTLS\r\n")
            until(sock, b"\r\n")
            sock.sendall(b"220 2.0.0 Ready to start TLS\r\n")
        tls = context.wrap_socket(sock, server_side=True)
        if options.get("implicit"):
            tls.sendall(b"220 lab.example ESMTP\r\n")
        for command, reply in lines(case):
            until(tls, b"\r\n.\r\n" if command.endswith("\r\n.\r\n") else b"\n")
            tls.sendall(reply.encode())
        try:
            tls.unwrap()
        except (ssl.SSLError, OSError):
            pass
        tls.close()


def talk(context, case, options, port, session=None):
    sock = socket.create_connection(("127.0.0.1", port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not options.get("implicit"):
        until(sock, b"\r\n")
        sock.sendall(f"EHLO {case}.example\r\n".encode())
        until(sock, b"250 STARTTLS\r\n")
        sock.sendall(b"STARTTLS\r\n")
        until(sock, b"\r\n")
    tls = context.wrap_socket(sock, server_hostname="lab.example", session=session)
    if options.get("implicit"):
        until(tls, b"\r\n")
    for command, reply in lines(case):
        tls.sendall(command.encode())
        until(tls, reply.encode())
    kept = tls.session
    try:
        tls.unwrap()
    except (ssl.SSLError, OSError):
        pass
    tls.close()
    return kept


def update(case, port, keylog):
    """OpenSSL's client asks for new keys at a line that is K, and makes its own new at a k."""
    client = subprocess.Popen(["openssl", "s_client", "-starttls", "smtp", "-name", f"{case}.example", "-connect", f"127.0.0.1:{port}",
                               "-servername", "lab.example"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    for index, (command, _) in enumerate(lines(case)):
        word = command[:4].lower() + command[4:] if len(command) < 100 else command.replace("\r\n", "\n").lower()
        client.stdin.write(word.replace("\r\n", "\n").encode().replace(b"\n", b"\r\n"))
        client.stdin.flush()
        time.sleep(0.2)
        if index in (1, 2):
            client.stdin.write(b"K\n" if index == 1 else b"k\n")
            client.stdin.flush()
            time.sleep(0.2)
    client.stdin.close()
    client.wait(5)


def run_case(name, case):
    _, version, ciphers, options = next(c for c in cases()[name] if c[0] == case)
    work = os.environ["WORK"]
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    for context in (server, client):
        context.minimum_version = context.maximum_version = V[version]
        context.set_ciphers((ciphers or "ALL") + ":@SECLEVEL=0")
        context.options |= options.get("options", 0)
    server.load_cert_chain(f"{work}/ecdsa.pem")
    server.load_cert_chain(f"{work}/rsa.pem")
    server.load_dh_params(f"{work}/dh.pem")
    if options.get("curve"):
        server.set_ecdh_curve(options["curve"])
    if options.get("ask"):
        server.verify_mode = ssl.CERT_OPTIONAL
        server.load_verify_locations(f"{work}/ecdsa.pem")
        client.load_cert_chain(f"{work}/ecdsa.pem")
    server.keylog_filename = f"{work}/{name}.keys"
    times = 2 if options.get("twice") else 1
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    port = 465 if options.get("implicit") else 587
    listener.bind(("127.0.0.1", port))
    listener.listen(4)
    thread = threading.Thread(target=serve, args=(listener, server, case, options, times))
    thread.start()
    session = None
    for _ in range(times):
        if options.get("update"):
            update(case, port, server.keylog_filename)
        else:
            session = talk(client, case, options, port, session)
    thread.join(10)


def run_file(name, work):
    pcap = f"{HERE}/{name}.pcap"
    dump = subprocess.Popen(["tcpdump", "-i", "lo", "-U", "-Z", "root", "-w", pcap, "tcp"], stderr=subprocess.DEVNULL)
    time.sleep(1)
    for case, _, _, options in cases()[name]:
        conf = f"{work}/openssl.cnf"
        with open(conf, "w") as out:
            out.write("openssl_conf=a\n[a]\nssl_conf=b\n[b]\nsystem_default=c\n[c]\nMinProtocol=TLSv1\nCipherString=DEFAULT:@SECLEVEL=0\n")
            out.write(f"Ciphersuites={options.get('suite', 'TLS_AES_256_GCM_SHA384')}\n")
        subprocess.run([sys.executable, __file__, "--case", name, case], env={**os.environ, "OPENSSL_CONF": conf, "WORK": work}, check=True, timeout=60)
    time.sleep(1)
    dump.terminate()
    dump.wait()
    os.chmod(pcap, 0o644)
    keys = [line for line in open(f"{work}/{name}.keys") if not line.startswith("#")]
    if name != "rsa-key":
        with open(f"{HERE}/{name}.keys", "w") as out:
            out.writelines(keys)


def main():
    if sys.argv[1:2] == ["--case"]:
        return run_case(*sys.argv[2:4])
    if sys.argv[1:2] != ["--inside"]:
        return os.execvp("unshare", ["unshare", "-n", sys.executable, os.path.abspath(__file__), "--inside", *sys.argv[1:]])
    subprocess.run(["ip", "link", "set", "lo", "mtu", "1500", "up"], check=True)
    # Segments as a wire shows them.
    subprocess.run(["ethtool", "-K", "lo", "tso", "off", "gso", "off", "gro", "off"], stderr=subprocess.DEVNULL, check=False)
    import tempfile
    with tempfile.TemporaryDirectory() as work:
        subprocess.run(["openssl", "dhparam", "-dsaparam", "-out", f"{work}/dh.pem", "2048"], check=True, stderr=subprocess.DEVNULL)
        for kind, how in (("rsa", ["rsa:2048"]), ("ecdsa", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"])):
            subprocess.run(["openssl", "req", "-x509", "-newkey", *how, "-nodes", "-keyout", f"{work}/{kind}.key", "-out", f"{work}/{kind}.crt",
                            "-days", "3650", "-subj", "/CN=lab.example", "-addext", "subjectAltName=DNS:lab.example"], check=True, stderr=subprocess.DEVNULL)
            with open(f"{work}/{kind}.pem", "w") as out:
                out.write(open(f"{work}/{kind}.key").read() + open(f"{work}/{kind}.crt").read())
        with open(f"{HERE}/rsa-key.pem", "w") as out:
            out.write(open(f"{work}/rsa.key").read())
        for name in sys.argv[2:] or cases():
            run_file(name, work)


main()
