import Foundation
import TestSupport
import Testing

/// Keys that reach a live watch after the records that they open: real TLS on the loopback interface.
@Suite(
    .serialized,
    .enabled(
        if: LiveProgram.canCapture && Repository.program("openssl") != nil, "needs root, python3 and openssl"))
struct LiveKeyTests {
    private static let port = UInt16.random(in: 30_001...39_999)

    /// Records are held until the keys come, which may be after the session's end. Without keys it stays dark.
    @Test(arguments: ["during", "after", "never"]) func keysThatCome(_ when: String) throws {
        let port = "\(Self.port)"
        let folder = try TemporaryFolder()
        // The watcher has given up root.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        let log = folder.file("keys.txt")
        let program = try LiveProgram([
            "live", "-i", "lo", "--format", "ndjson", "--filter", "tcp port \(port)", "--port", port, "--keylog", log,
        ])
        try program.waitUntilWatching()
        let mail = Process()
        mail.executableURL = URL(fileURLWithPath: Repository.program("python3") ?? "/nonexistent")
        mail.arguments = ["-c", Self.script, port, folder.path, when]
        try mail.run()
        mail.waitUntilExit()
        #expect(mail.terminationStatus == 0)
        if when != "never" { program.waitUntilTold() }
        program.signal(SIGINT)
        let result = program.finish()
        let line = try #require(result.output.split(separator: "\n").first, "\(result.error)")
        let session = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let verdict = try #require(session["verdict"] as? [String: Any])
        let tls = try #require(session["tls"] as? [String: Any])
        #expect(tls["decrypted"] as? Bool == (when != "never"))
        guard when != "never" else {
            #expect(
                verdict["confidence"] as? String != "proven" || verdict["cause"] as? String == "encrypted-after-tls")
            return
        }
        #expect(verdict["cause"] as? String == "recipient-unknown" && verdict["confidence"] as? String == "proven")
        let words = (session["dialogue"] as? [[String: Any]])?.compactMap { $0["text"] as? String } ?? []
        #expect(words.contains { $0.hasPrefix("MAIL FROM:<a@b.example>") }, "said before the keys came")
    }

    private static let script = """
        import os, shutil, socket, ssl, subprocess, sys, threading, time
        port, folder, when = int(sys.argv[1]), sys.argv[2], sys.argv[3]
        key = folder + "/server.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=mx.example",
                        "-keyout", key, "-out", key + ".crt"], check=True, capture_output=True)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(key + ".crt", key)
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
        client.keylog_filename = folder + "/hidden.txt"
        listener = socket.create_server(("127.0.0.1", port))
        replies = {"EHLO": "250 mx.example", "MAIL": "250 2.1.0 ok", "RCPT": "550 5.1.1 no such user", "QUIT": "221 bye"}
        def serve():
            plain, _ = listener.accept()
            plain.sendall(b"220 mx.example ESMTP\\r\\n"); plain.recv(1000)
            plain.sendall(b"250-mx.example\\r\\n250 STARTTLS\\r\\n"); plain.recv(1000)
            plain.sendall(b"220 go ahead\\r\\n")
            inner = server.wrap_socket(plain, server_side=True)
            for line in inner.makefile("r"):
                verb = line.split()[0]
                inner.sendall(replies[verb].encode() + b"\\r\\n")
                if verb == "QUIT": break
            inner.close()
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        plain = socket.create_connection(("127.0.0.1", port))
        for line in (b"EHLO copier\\r\\n", b"STARTTLS\\r\\n", b""):
            plain.recv(1000)
            if line: plain.sendall(line)
        inner = client.wrap_socket(plain)
        lines = inner.makefile("r")
        def log():
            shutil.copy(folder + "/hidden.txt", folder + "/keys.part")
            os.chmod(folder + "/keys.part", 0o644)
            os.rename(folder + "/keys.part", folder + "/keys.txt")
        for command in ["EHLO copier", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "QUIT"]:
            inner.sendall(command.encode() + b"\\r\\n")
            lines.readline()
            if command.startswith("MAIL"):
                time.sleep(1)
                if when == "during":
                    log()
                    time.sleep(1)
        inner.close()
        thread.join(10)
        if when == "after":
            time.sleep(3)
            log()
        """
}
