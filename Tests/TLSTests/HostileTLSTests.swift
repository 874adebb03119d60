import TLS
import TestSupport
import Testing

/// Nothing may trap, whatever comes.
@Suite struct HostileTLSTests {
    /// Every prefix of every step, and what follows it.
    @Test func everyPrefix() {
        for steps in [Exchange.tls12, Exchange.tls13] {
            for (index, step) in steps.enumerated() {
                for length in 0..<step.octets.count {
                    var exchange = Exchange.of(Array(steps[..<index]))
                    exchange.send(step.end, Array(step.octets[..<length]))
                    #expect(exchange.facts.established == nil || index >= 4)
                }
            }
        }
    }

    /// Every octet of both hellos, set to its extremes.
    @Test func everyOctetWrong() {
        let hellos: [(TLSEnd, [UInt8])] = [
            (.client, Octets.record(22, Octets.clientHello(serverName: "mail.example", supportedVersions: [0x0304]))),
            (.server, Octets.record(22, Octets.serverHello(selected: 0x0304))),
        ]
        for (end, octets) in hellos {
            for index in octets.indices {
                for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
                    var wrong = octets
                    wrong[index] = value
                    var exchange = Exchange()
                    exchange.send(end, wrong)
                    exchange.send(end, octets)
                    #expect(exchange.facts.clientHello?.cipherSuites.count ?? 0 < 200)
                }
            }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func randomOctets(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            var exchange = Exchange()
            for _ in 0..<20 {
                let end: TLSEnd = Bool.random(using: &random) ? .client : .server
                switch Int.random(in: 0...5, using: &random) {
                case 0: exchange.lose(end, Int.random(in: 0...400, using: &random))
                case 1: exchange.lose(end, Int.max)
                case 2: exchange.send(end, random.bytes(Int.random(in: 0...40, using: &random)))
                case 3: exchange.send(end, Octets.record(22, random.bytes(Int.random(in: 0...90, using: &random))))
                case 4:
                    let type = UInt8.random(in: 20...24, using: &random)
                    exchange.send(end, Octets.record(type, random.bytes(Int.random(in: 0...30, using: &random))))
                default:
                    let hello = end == .client ? Octets.clientHello(serverName: "x") : Octets.serverHello()
                    exchange.send(end, Octets.record(22, Array(hello.prefix(Int.random(in: 0...90, using: &random)))))
                }
            }
            #expect(exchange.facts.alerts.count <= 8)
        }
    }

    /// A message that claims 16 MB is not kept.
    @Test func aHelloWithoutEnd() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, [1, 0xff, 0xff, 0xff] + [UInt8](repeating: 3, count: 16_000)))
        for _ in 0..<40 { exchange.send(.client, Octets.record(22, [UInt8](repeating: 3, count: 16_000))) }
        #expect(exchange.facts.clientHello == nil)
    }
}
