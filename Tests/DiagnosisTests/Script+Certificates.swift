import TestSupport

extension Script {
    /// The server's part of a TLS 1.2 handshake: ServerHello, Certificate, ServerHelloDone.
    static func serverHello(with chain: [[UInt8]], asksForCertificate: Bool = false) -> String {
        let list = chain.flatMap { three($0.count) + $0 }
        var rest = message(11, three(list.count) + list)
        if asksForCertificate { rest += message(13, [1, 1, 0, 0, 0, 0]) }
        return serverHello + "S| " + escaped(record(22, rest + message(14, []))) + "\n"
    }

    /// A client's Certificate message without any.
    static var noClientCertificate: String { "C| " + escaped(record(22, message(11, [0, 0, 0]))) + "\n" }

    /// A ClientHello of TLS 1.2 that names the server (RFC 6066 §3).
    static func clientHello(for name: String, suites: [UInt16] = [0xc02f], version: UInt16 = 0x0303) -> String {
        let name = Array(name.utf8)
        let entry = word(UInt16(name.count + 3)) + [0] + word(UInt16(name.count)) + name
        let extensions = word(0) + word(UInt16(entry.count)) + entry
        let body =
            word(version) + [UInt8](repeating: 7, count: 32) + [0] + word(UInt16(suites.count * 2))
            + suites.flatMap(word) + [1, 0] + word(UInt16(extensions.count)) + extensions
        return "C| " + escaped(record(22, message(1, body))) + "\n"
    }

    private static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { [type] + three(body.count) + body }

    private static func three(_ value: Int) -> [UInt8] {
        [UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }
}
