import Bytes
import TLS
import Testing

@Suite struct KeyLogTests {
    private static let random = String(repeating: "ab", count: 32)
    private static let master = String(repeating: "cd", count: 48)

    private func read(_ text: String, inPiecesOf size: Int = .max) -> KeyLog {
        var log = KeyLog()
        let octets = Array(text.utf8)
        for start in stride(from: 0, to: octets.count, by: min(size, max(1, octets.count))) {
            log.read(Array(octets[start..<min(octets.count, start + min(size, octets.count))]).rawSpan)
        }
        log.endLine()
        return log
    }

    @Test(arguments: [1, 7, 100, 10_000])
    func linesInPieces(_ size: Int) {
        let text = """
            # comment
            CLIENT_RANDOM \(Self.random) \(Self.master)
            CLIENT_HANDSHAKE_TRAFFIC_SECRET \(Self.random) \(Self.master)\r
            EXPORTER_SECRET \(Self.random) \(Self.master)

            CLIENT_TRAFFIC_SECRET_0 \(Self.random.uppercased()) \(String(Self.master.prefix(64)))
            """
        let log = read(text, inPiecesOf: size)
        #expect(log.sessionCount == 1)
        #expect(log.badLines == 0)
        #expect(log.otherLines == 1)
        let lines = log.lines(of: [UInt8](repeating: 0xab, count: 32))
        #expect(lines.split(separator: "\n").count == 3)
        #expect(lines.hasPrefix("CLIENT_RANDOM \(Self.random) \(Self.master)\n"))
        #expect(log.lines(of: [UInt8](repeating: 0, count: 32)).isEmpty)
    }

    @Test(
        arguments: [
            "hello", "CLIENT_RANDOM", "CLIENT_RANDOM \(random)", "CLIENT_RANDOM \(random) 00",
            "CLIENT_RANDOM \(random.dropLast()) \(master)", "CLIENT_RANDOM \(random.dropLast())g \(master)",
            "CLIENT_RANDOM \(random.dropLast(2)) \(master)", "CLIENT_RANDOM \(random) \(master) 1",
            "CLIENT_TRAFFIC_SECRET_0 \(random) \(master)00", "\u{0}\u{1}\u{ff} x",
            String(repeating: "A", count: 5_000),
        ])
    func badLines(_ line: String) {
        let log = read("\(line)\nCLIENT_RANDOM \(Self.random) \(Self.master)\n")
        #expect(log.badLines == 1)
        #expect(log.sessionCount == 1)
    }

    @Test func nothing() {
        #expect(read("").isEmpty)
        #expect(read("\n\n").badLines == 0)
    }
}
