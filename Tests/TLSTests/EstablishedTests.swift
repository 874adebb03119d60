import TLS
import Testing

@Suite struct EstablishedTests {
    @Test(arguments: [1, 4, 1000])
    func tls12(_ size: Int) {
        let facts = Exchange.of(Exchange.tls12, inPiecesOf: size).facts
        #expect(facts.established != nil)
        #expect(facts.clientRecords == 1)
        #expect(facts.serverRecords == 1)
        #expect(facts.alerts.isEmpty)
        #expect(facts.clientAborted == nil)
    }

    @Test func momentOfTLS12() {
        let facts = Exchange.of(Exchange.tls12).facts
        #expect(facts.established?.frame == 5)
        #expect(facts.first?.frame == 1)
        #expect(facts.last?.frame == 7)
    }

    @Test(arguments: [1, 4, 1000])
    func tls13(_ size: Int) {
        let facts = Exchange.of(Exchange.tls13, inPiecesOf: size).facts
        #expect(facts.established != nil)
        #expect(facts.clientRecords == 1)
        #expect(facts.serverRecords == 1)
        #expect(facts.clientAborted == nil)
    }

    @Test func momentOfTLS13() {
        #expect(Exchange.of(Exchange.tls13).facts.established?.frame == 5)
    }

    /// In a resumed session the server finishes first (RFC 5246 §7.3).
    @Test func resumedTLS12() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello()))
        exchange.send(.server, Octets.record(22, Octets.serverHello()) + Octets.changeCipherSpec)
        exchange.send(.server, Octets.encryptedFinished)
        #expect(exchange.facts.established == nil)
        exchange.send(.client, Octets.changeCipherSpec + Octets.encryptedFinished)
        #expect(exchange.facts.established?.frame == 4)
    }

    /// Every proper beginning of the handshake.
    @Test func notBeforeBothHaveFinished() {
        for count in 0..<5 {
            #expect(Exchange.of(Array(Exchange.tls12.prefix(count))).facts.established == nil || count == 5)
        }
        for count in 0..<5 { #expect(Exchange.of(Array(Exchange.tls13.prefix(count))).facts.established == nil) }
    }

    /// A CCS is a disguise in TLS 1.3: what follows it in the clear is not encrypted.
    @Test func changeCipherSpecMeansNothingInTLS13() {
        var exchange = Exchange.of(Array(Exchange.tls13.prefix(4)))
        exchange.send(.client, Octets.record(21, [2, 48]))
        #expect(exchange.facts.alerts.map(\.name) == ["unknown_ca"])
        #expect(exchange.facts.established == nil)
    }
}
