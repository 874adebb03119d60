import Foundation
import TestSupport

/// The program itself, watching this machine's loopback interface or one of a network namespace.
struct LiveProgram {
    let process = Process()
    /// Files, not pipes: whatever the test starts next would inherit a pipe, and hold it open.
    private let output: URL
    private let error: URL

    /// It lies beside the tests.
    static let path: String? = {
        let folder = Bundle.main.executableURL?.deletingLastPathComponent()
        let path = folder?.appendingPathComponent("postmortem").path
        return path.flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }
    }()

    /// Capturing needs root here, and the tests a small mail server.
    static let canCapture = path != nil && getuid() == 0 && Repository.program("python3") != nil

    /// Some port that nobody else has.
    static let port = UInt16.random(in: 20_000...30_000)

    /// `namespace`: the network that it watches, instead of the machine's own.
    init(_ arguments: [String], input: FileHandle = .nullDevice, namespace: String? = nil) throws {
        output = try Self.temporaryFile()
        error = try Self.temporaryFile()
        let program = Self.path ?? "/nonexistent"
        process.executableURL = URL(fileURLWithPath: namespace == nil ? program : Repository.program("ip") ?? "")
        process.arguments = (namespace.map { ["netns", "exec", $0, program] } ?? []) + arguments
        process.standardInput = input
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        try process.run()
    }

    private static func temporaryFile() throws -> URL {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("live-" + UUID().uuidString)
        try Data().write(to: file)
        return file
    }

    /// Waits for the end: exit status, standard output, standard error.
    func finish() -> (status: Int32, output: String, error: String) {
        process.waitUntilExit()
        func text(_ file: URL) -> String {
            defer { try? FileManager.default.removeItem(at: file) }
            return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        }
        return (process.terminationStatus, text(output), text(error))
    }

    /// Until it has told something, for at most 20 s: a loaded machine is slow, the program is not.
    func waitUntilTold() {
        for _ in 0..<200 {
            let told = try? FileManager.default.attributesOfItem(atPath: output.path)[.size] as? Int
            if (told ?? 0) > 0 { return }
            Thread.sleep(forTimeInterval: 0.1)
        }
    }

    /// What it has said so far.
    var told: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

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

    /// A client and a server on this machine's own address: the recipient is refused. `hang` seconds pass
    /// before the server answers MAIL.
    static func sendMail(hang: Double = 0) throws { try startMail(hang: hang).waitUntilExit() }

    static func startMail(hang: Double) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Repository.program("python3") ?? "/nonexistent")
        process.arguments = ["-c", script, "\(hang)", "\(port)"]
        try process.run()
        return process
    }

    private static let script = """
        import socket, sys, threading, time
        hang, port = float(sys.argv[1]), int(sys.argv[2])
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
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
        client = socket.create_connection(("127.0.0.1", port))
        lines = client.makefile("r")
        lines.readline()
        client.settimeout(60)
        for command in ["EHLO copier", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "QUIT"]:
            client.sendall(command.encode() + b"\\r\\n")
            try: lines.readline()
            except OSError: break
        client.close()
        """
}
