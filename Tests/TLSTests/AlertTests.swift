import TLS
import Testing

@Suite struct AlertTests {
    @Test(
        arguments: [
            (TLSEnd.server, [2, 70], "protocol_version", true), (.server, [2, 40], "handshake_failure", true),
            (.client, [2, 48], "unknown_ca", true), (.client, [1, 0], "close_notify", false),
            (.server, [2, 200], "alert 200", true),
        ] as [(TLSEnd, [UInt8], String, Bool)])
    func readable(_ end: TLSEnd, _ octets: [UInt8], _ name: String, _ isFatal: Bool) {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello()))
        exchange.send(end, Octets.record(21, octets))
        #expect(exchange.facts.alerts.map(\.name) == [name])
        #expect(exchange.facts.alerts.first?.isFatal == isFatal)
        #expect(exchange.facts.alerts.first?.from == end)
        #expect(exchange.facts.alerts.first?.moment.frame == 2)
        #expect(exchange.facts.clientAborted == nil)
    }

    @Test func encryptedAfterTheHandshake() {
        var exchange = Exchange.of(Exchange.tls12)
        exchange.send(.client, Octets.record(21, [UInt8](repeating: 5, count: 26)))
        #expect(exchange.facts.alerts.isEmpty)
        #expect(exchange.facts.clientAborted == nil, "the handshake was over")
    }

    /// After the client's ChangeCipherSpec an alert of any length is not readable.
    @Test(arguments: [2, 26])
    func encryptedBeforeTheServerFinished(_ length: Int) {
        var exchange = Exchange.of(Array(Exchange.tls12.prefix(4)))
        exchange.send(.client, Octets.record(21, [UInt8](repeating: 2, count: length)))
        #expect(exchange.facts.alerts.isEmpty)
        #expect(exchange.facts.clientAborted?.frame == 5)
        #expect(exchange.facts.established == nil)
    }

    /// TLS 1.3: 2 octets, the content type and a tag are as long as an alert, and no Finished.
    @Test func theClientRefusesTheCertificateUnderTLS13() {
        var exchange = Exchange.of(Array(Exchange.tls13.prefix(3)))
        exchange.send(.client, Octets.changeCipherSpec + Octets.applicationData(19))
        #expect(exchange.facts.clientAborted?.frame == 4)
        #expect(exchange.facts.established == nil)
        exchange.send(.client, Octets.applicationData(53))
        #expect(exchange.facts.established == nil)
    }

    @Test func oneOctetMoreIsNoAlert() {
        var exchange = Exchange.of(Array(Exchange.tls13.prefix(3)))
        exchange.send(.client, Octets.applicationData(20))
        #expect(exchange.facts.clientAborted == nil)
        #expect(exchange.facts.established != nil)
    }

    @Test func moreThanAnybodyReads() {
        var exchange = Exchange()
        for _ in 0..<100 { exchange.send(.server, Octets.record(21, [1, 90])) }
        #expect(exchange.facts.alerts.count == 8)
    }
}
