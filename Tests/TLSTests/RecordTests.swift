import TLS
import Testing

@Suite struct RecordTests {
    @Test func wordsAreForeign() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello()))
        exchange.send(.server, Array("500 what?\r\n".utf8))
        #expect(exchange.facts.serverIsForeign)
        #expect(!exchange.facts.clientIsForeign)
        #expect(exchange.facts.clientHello != nil)
    }

    @Test(
        arguments: [
            [22, 2, 1, 0, 5], [19, 3, 1, 0, 5], [25, 3, 3, 0, 5], [22, 3, 1, 0xff, 0xff], [22, 3, 3, 0x48, 0x01],
        ] as [[UInt8]])
    func headersThatAreNoTLS(_ header: [UInt8]) {
        var exchange = Exchange()
        exchange.send(.client, header)
        #expect(exchange.facts.clientIsForeign)
        exchange.send(.client, Octets.record(22, Octets.clientHello()))
        #expect(exchange.facts.clientHello == nil)
    }

    @Test func theLongestRecord() {
        var exchange = Exchange()
        exchange.send(.client, Octets.applicationData(16_384 + 2_048) + Octets.record(21, [2, 80]))
        #expect(!exchange.facts.clientIsForeign)
        #expect(exchange.facts.alerts.count == 1)
    }

    @Test func emptyRecords() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, []) + Octets.record(21, []) + Octets.record(22, Octets.clientHello()))
        #expect(exchange.facts.clientHello != nil)
        #expect(exchange.facts.alerts.isEmpty)
    }

    // MARK: - SSL 2.0 style hello

    /// Type, version, lengths of suites, session and challenge; 46 octets after the length.
    private let hello: [UInt8] = [0x80, 46, 1, 3, 1, 0, 21, 0, 0, 0, 16] + [UInt8](repeating: 4, count: 37)

    @Test(arguments: [1, 3, 48])
    func sslv2Hello(_ size: Int) {
        var exchange = Exchange()
        exchange.send(.client, hello, inPiecesOf: size)
        #expect(exchange.facts.isSSLv2Hello)
        #expect(!exchange.facts.clientIsForeign)
    }

    /// What follows it are TLS records (RFC 5246 appendix E.2).
    @Test func theHandshakeAfterAnSSLv2Hello() {
        var exchange = Exchange()
        exchange.send(.client, hello)
        for step in Exchange.tls12.dropFirst() { exchange.send(step.end, step.octets) }
        #expect(exchange.facts.isSSLv2Hello)
        #expect(exchange.facts.established != nil)
        #expect(!exchange.facts.clientIsForeign)
    }

    @Test func onlyTheClientsFirstOctetsAreAnSSLv2Hello() {
        var exchange = Exchange()
        exchange.send(.server, hello)
        exchange.send(.client, Octets.record(22, Octets.clientHello()) + hello)
        #expect(!exchange.facts.isSSLv2Hello)
        #expect(exchange.facts.serverIsForeign)
        #expect(exchange.facts.clientIsForeign)
    }

    // MARK: - Gaps

    /// Inside a record the borders stay known.
    @Test func aGapInsideARecord() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello()))
        exchange.send(
            .server,
            Array(Octets.record(22, Octets.serverHello() + Octets.message(11, .init(repeating: 1, count: 900)))[..<200])
        )
        exchange.lose(.server, 5 + 76 + 4 + 900 - 200 - 50)
        exchange.send(.server, [UInt8](repeating: 1, count: 50) + Octets.changeCipherSpec + Octets.encryptedFinished)
        exchange.send(.client, Octets.changeCipherSpec + Octets.encryptedFinished)
        #expect(exchange.facts.serverHello?.cipherSuite == 0xc02f)
        #expect(exchange.facts.established != nil)
        #expect(!exchange.facts.serverIsForeign)
    }

    /// What comes after the gap is no part of what came before it.
    @Test func aGapInsideAHello() {
        let record = Octets.record(
            22, Octets.clientHello(suites: [0x1301, 0x1302, 0x1303], serverName: "mail.example"))
        // After the first suite; the rest of the list and the extensions' length are gone.
        let cut = 5 + 4 + 2 + 32 + 1 + 2 + 2
        var exchange = Exchange()
        exchange.send(.client, Array(record[..<cut]))
        exchange.lose(.client, 8)
        exchange.send(.client, Array(record[(cut + 8)...]) + Octets.record(21, [2, 48]))
        #expect(exchange.facts.clientHello?.highestVersion == .tls12)
        #expect(exchange.facts.clientHello?.cipherSuites == [], "the list is not complete")
        #expect(exchange.facts.clientHello?.serverName == nil)
        #expect(exchange.facts.alerts.count == 1, "the next record is found")
    }

    @Test func aGapUpToTheEndOfARecord() {
        let record = Octets.applicationData(100)
        var exchange = Exchange()
        exchange.send(.server, Array(record[..<50]))
        exchange.lose(.server, 55)
        exchange.send(.server, Octets.record(21, [2, 80]))
        #expect(exchange.facts.alerts.map(\.name) == ["internal_error"])
    }

    /// Beyond a record's end nobody knows where the next one begins: a segment that begins like one shows it.
    @Test func aGapAcrossRecords() {
        var exchange = Exchange()
        exchange.send(.server, Array(Octets.applicationData(100)[..<50]))
        exchange.lose(.server, 56)
        exchange.send(.server, [UInt8](repeating: 7, count: 30))
        exchange.send(.server, [21, 3, 3, 0])
        #expect(exchange.facts.records.count == 1, "too short to be sure")
        exchange.send(.server, Octets.record(21, [2, 80]))
        #expect(exchange.facts.records.map(\.isCut) == [true, false])
        #expect(exchange.facts.alerts.map(\.name) == ["internal_error"])
        #expect(!exchange.facts.serverIsForeign, "it was TLS")
    }

    @Test func aGapBetweenRecords() {
        var exchange = Exchange()
        exchange.send(.server, Octets.record(22, Octets.serverHello()))
        exchange.lose(.server, 10)
        exchange.send(.server, Octets.record(21, [2, 80]))
        #expect(exchange.facts.serverHello != nil)
        #expect(exchange.facts.alerts.count == 1)
    }

    /// Another version than that of the records before is none of this connection.
    @Test func aGapBeforeWhatOnlyLooksLikeARecord() {
        var exchange = Exchange.of(Exchange.tls12)
        exchange.lose(.server, 10)
        exchange.send(.server, Octets.record(21, [2, 80], version: 0x0301))
        exchange.send(.server, Octets.record(21, []))
        #expect(exchange.facts.records.count == 9)
    }

    /// Messages were lost with the records: what follows is none of them.
    @Test func aGapInTheHandshake() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello()))
        exchange.lose(.server, 200)
        exchange.send(.server, Octets.record(22, Octets.serverHello(suite: 0x1234)))
        #expect(exchange.facts.serverHello == nil)
    }
}
