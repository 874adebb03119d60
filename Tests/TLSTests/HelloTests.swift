import TLS
import Testing

@Suite struct HelloTests {
    @Test(
        arguments: [
            (0x0300, "SSL 3.0"), (0x0301, "TLS 1.0"), (0x0302, "TLS 1.1"), (0x0303, "TLS 1.2"),
        ] as [(UInt16, String)])
    func theVersionInTheHello(_ version: UInt16, _ name: String) {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello(version: version), version: 0x0301))
        exchange.send(.server, Octets.record(22, Octets.serverHello(version: version, suite: 0x0035)))
        #expect(exchange.facts.clientHello?.highestVersion.description == name)
        #expect(exchange.facts.version?.description == name)
        #expect(exchange.facts.serverHello?.cipherSuite == 0x0035)
    }

    @Test func supportedVersionsSayMore() {
        let exchange = Exchange.of(Exchange.tls13)
        #expect(exchange.facts.clientHello?.highestVersion == .tls13)
        #expect(exchange.facts.version == .tls13)
        #expect(exchange.facts.serverHello?.cipherSuite == 0x1301)
    }

    /// RFC 8701, and a draft's number.
    @Test(arguments: [0x0a0a, 0x1a1a, 0xfafa, 0x7f1c] as [UInt16])
    func whatIsNoVersion(_ grease: UInt16) {
        var exchange = Exchange()
        let hello = Octets.clientHello(suites: [grease, 0x1301], supportedVersions: [grease, 0x0304, 0x0303])
        exchange.send(.client, Octets.record(22, hello))
        #expect(exchange.facts.clientHello?.highestVersion == .tls13)
        #expect(exchange.facts.clientHello?.cipherSuites.last == 0x1301)
    }

    @Test func theServerName() {
        var exchange = Exchange()
        let hello = Octets.clientHello(serverName: "smtp.office365.com", padding: 600)
        exchange.send(.client, Octets.record(22, hello))
        #expect(exchange.facts.clientHello?.serverName == "smtp.office365.com")
        #expect(exchange.facts.clientHello?.cipherSuites == [0xc02f, 0x009c])
        #expect(exchange.facts.clientHello?.moment == TLSMoment(frame: 1, nanoseconds: 1))
    }

    @Test func withoutExtensions() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello()))
        #expect(exchange.facts.clientHello?.serverName == nil)
        #expect(exchange.facts.clientHello?.cipherSuites.count == 2)
        #expect(exchange.facts.serverHello == nil)
        #expect(exchange.facts.version == nil)
    }

    /// The hello's lengths point beyond its end: what comes before is told.
    @Test func lengthsThatLie() {
        var hello = Octets.clientHello(serverName: "x.example")
        hello[hello.count - 12] = 0xff
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, hello))
        #expect(exchange.facts.clientHello?.cipherSuites == [0xc02f, 0x009c])
        #expect(exchange.facts.clientHello?.serverName == nil)
    }

    /// A server that wants another key share says so with a ServerHello (RFC 8446 §4.1.4); the last one counts.
    @Test func helloRetryRequest() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello(supportedVersions: [0x0304])))
        exchange.send(.server, Octets.record(22, Octets.serverHello(suite: 0x1301, selected: 0x0304)))
        exchange.send(.client, Octets.changeCipherSpec)
        exchange.send(.client, Octets.record(22, Octets.clientHello(serverName: "y", supportedVersions: [0x0304])))
        exchange.send(.server, Octets.record(22, Octets.serverHello(suite: 0x1302, selected: 0x0304)))
        #expect(exchange.facts.serverHello?.cipherSuite == 0x1302)
        #expect(exchange.facts.clientHello?.moment.frame == 1)
        #expect(exchange.facts.established == nil)
    }

    // MARK: - In pieces

    @Test(arguments: [1, 2, 3, 5, 7, 100])
    func helloInManySegments(_ size: Int) {
        let exchange = Exchange.of(Exchange.tls12, inPiecesOf: size)
        #expect(exchange.facts.clientHello?.serverName == "mail.example.org")
        #expect(exchange.facts.serverHello?.cipherSuite == 0xc02f)
        #expect(exchange.facts.established != nil)
        #expect(!exchange.facts.clientIsForeign)
    }

    /// A message may span records (RFC 8446 §5.1).
    @Test(arguments: [1, 3, 10, 64])
    func helloInManyRecords(_ size: Int) {
        let hello = Octets.clientHello(serverName: "mail.example.org", supportedVersions: [0x0304])
        var exchange = Exchange()
        for start in stride(from: 0, to: hello.count, by: size) {
            exchange.send(.client, Octets.record(22, Array(hello[start..<min(start + size, hello.count)])))
        }
        #expect(exchange.facts.clientHello?.serverName == "mail.example.org")
        #expect(exchange.facts.clientHello?.highestVersion == .tls13)
    }

    /// A record may hold several messages, and its end fall into one.
    @Test func theServersFlightInOddRecords() {
        let flight =
            Octets.message(0, []) + Octets.serverHello(suite: 0x1234)
            + Octets.message(11, .init(repeating: 2, count: 90))
        var exchange = Exchange()
        exchange.send(.server, Octets.record(22, Array(flight[..<20])))
        exchange.send(.server, Octets.record(22, Array(flight[20..<130])))
        exchange.send(.server, Octets.record(22, Array(flight[130...])))
        #expect(exchange.facts.serverHello?.cipherSuite == 0x1234)
    }

    /// The second octet of a certificate's part looks like a hello: it is none.
    @Test func theMiddleOfAMessageIsNoHello() {
        let certificate = Octets.message(11, [0] + Octets.serverHello(suite: 0xdead))
        var exchange = Exchange()
        exchange.send(.server, Octets.record(22, Octets.serverHello(suite: 0x002f)))
        exchange.send(.server, Octets.record(22, Array(certificate[..<5])))
        exchange.send(.server, Octets.record(22, Array(certificate[5...])))
        #expect(exchange.facts.serverHello?.cipherSuite == 0x002f)
    }
}
