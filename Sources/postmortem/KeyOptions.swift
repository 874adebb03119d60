import ArgumentParser
import Capture
import Reports
import TLS

/// Keys for what is inside TLS.
struct KeyOptions: ParsableArguments {
    @Option(
        name: .customLong("keylog"),
        help: ArgumentHelp(
            "TLS keys as programs log them (SSLKEYLOGFILE), besides those in a pcapng. Repeatable.", valueName: "file"))
    var keyLogs: [String] = []

    @Option(
        name: .customLong("server-key"),
        help: ArgumentHelp(
            "A server's private RSA key (PEM), for handshakes with RSA key exchange. Repeatable.", valueName: "file"))
    var serverKeys: [String] = []

    /// Everything that the files hold now. A file that cannot be read, or holds no key, is told and ends the program.
    func load() throws -> TLSKeys {
        let keys = try loadServerKeys()
        for path in keyLogs {
            var tail = KeyLogTail(path: path)
            if let failure = tail.read(into: keys) { throw Self.failure(failure) }
            tail.finish(into: keys)
        }
        if !keyLogs.isEmpty, keys.log.isEmpty, keys.log.badLines > 0 {
            throw Self.failure("\(keyLogs.joined(separator: ", ")): no TLS key log")
        }
        return keys
    }

    /// For key logs that grow while one reads: they need not be there yet.
    func follow() throws -> (keys: TLSKeys, tails: [KeyLogTail]) {
        let keys = try loadServerKeys()
        keys.mayGrow = !keyLogs.isEmpty
        return (keys, keyLogs.map { KeyLogTail(path: $0) })
    }

    private func loadServerKeys() throws -> TLSKeys {
        let keys = TLSKeys()
        for path in serverKeys {
            guard let text = InputList.text(of: path) else { throw Self.failure("cannot read \(path)") }
            guard keys.addServerKey(pem: Array(text.utf8)) else {
                throw Self.failure("\(path): no private RSA key in PEM, or one with a pass phrase")
            }
        }
        return keys
    }

    private static func failure(_ message: String) -> ExitCode {
        Output.complain(message)
        return ExitCode(ExitStatus.wrongUsage)
    }
}
