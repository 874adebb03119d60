import Foundation
import TestSupport

/// The program itself, watching this machine's loopback interface.
struct LiveProgram {
    let process = Process()
    private let output = Pipe()
    private let error = Pipe()

    /// It lies beside the tests.
    static let path: String? = {
        let folder = Bundle.main.executableURL?.deletingLastPathComponent()
        let path = folder?.appendingPathComponent("postmortem").path
        return path.flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }
    }()

    /// Capturing needs root here, and the tests a small mail server.
    static let canCapture = path != nil && getuid() == 0 && Repository.program("python3") != nil

    init(_ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: Self.path ?? "/nonexistent")
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = error
        try process.run()
    }

    /// Waits for the end: exit status, standard output, standard error.
    func finish() -> (status: Int32, output: String, error: String) {
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self), String(decoding: complaint, as: UTF8.self))
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Until the program watches: it has given up root by then.
    func waitUntilWatching() throws {
        for _ in 0..<100 {
            let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            if let user = status.split(separator: "\n").first(where: { $0.hasPrefix("Uid:") }),
                !user.split(separator: "\t").dropFirst().contains("0")
            {
                Thread.sleep(forTimeInterval: 0.2)
                return
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    static func run(_ arguments: [String]) throws -> (status: Int32, output: String, error: String) {
        try LiveProgram(arguments).finish()
    }

    /// A client and a server on this machine's own address, port 2525: the recipient is refused. `hang` seconds pass
    /// before the server answers MAIL; the client does not wait for longer than `patience`.
    static func sendMail(hang: Double = 0, patience: Double = 20) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Repository.program("python3") ?? "/nonexistent")
        process.arguments = ["-c", script, "\(hang)", "\(patience)"]
        try process.run()
        process.waitUntilExit()
    }

    private static let script = """
        import os, socket, sys, threading, time
        hang, patience = float(sys.argv[1]), float(sys.argv[2])
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 2525))
        listener.listen()
        replies = {"EHLO": "250 mx.example", "MAIL": "250 2.1.0 ok", "RCPT": "550 5.1.1 no such user", "QUIT": "221 bye"}
        def serve():
            connection, _ = listener.accept()
            lines = connection.makefile("r")
            connection.sendall(b"220 mx.example ESMTP\\r\\n")
            for line in lines:
                verb = line.split()[0]
                if verb == "MAIL": time.sleep(hang)
                connection.sendall(replies[verb].encode() + b"\\r\\n")
                if verb == "QUIT": break
            connection.close()
        threading.Thread(target=serve, daemon=True).start()
        client = socket.create_connection(("127.0.0.1", 2525))
        lines = client.makefile("r")
        lines.readline()
        client.settimeout(patience)
        for command in ["EHLO copier", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "QUIT"]:
            client.sendall(command.encode() + b"\\r\\n")
            try: lines.readline()
            except OSError: time.sleep(3600)
        client.close()
        """

    /// A mail that gets stuck at MAIL, until the returned process is ended.
    static func hangingMail() throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Repository.program("python3") ?? "/nonexistent")
        process.arguments = ["-c", script, "3600", "3600"]
        try process.run()
        return process
    }
}
