import Bytes
import TLS
import Testing

/// What the hellos and the messages after them say.
@Suite struct HandshakeFactTests {
    private static let extensions: [UInt8] =
        Octets.field(0x0a0a, [])
        + Octets.field(10, Octets.list(Octets.two(0x001d) + Octets.two(0x0017)))
        + Octets.field(13, Octets.list(Octets.two(0x0403)))
        + Octets.field(16, Octets.list([4] + Array("smtp".utf8)))
        + Octets.field(22, []) + Octets.field(23, []) + Octets.field(35, [1, 2, 3])
        + Octets.field(42, [])
        + Octets.field(51, Octets.list(Octets.two(0x001d) + Octets.list([9, 9, 9])))
        + Octets.field(41, Octets.list(Octets.list([7, 7]) + [0, 0, 0, 1]) + Octets.list([1, 5]))

    private func offered(_ extensions: [UInt8]) -> ClientHello? {
        var exchange = Exchange()
        let body =
            Octets.two(0x0303) + [UInt8](repeating: 3, count: 32) + [2, 8, 8] + Octets.list(Octets.two(0x1301)) + [
                1, 0,
            ]
        exchange.send(.client, Octets.record(22, Octets.message(1, body + Octets.list(extensions))))
        return exchange.facts.clientHello
    }

    @Test func everythingThatAClientOffers() throws {
        let hello = try #require(offered(Self.extensions))
        #expect(hello.random == [UInt8](repeating: 3, count: 32))
        #expect(hello.sessionID == [8, 8])
        #expect(hello.extensionTypes == [0x0a0a, 10, 13, 16, 22, 23, 35, 42, 51, 41])
        #expect(hello.groups == [0x001d, 0x0017])
        #expect(hello.signatureAlgorithms == [0x0403])
        #expect(hello.applicationProtocols == ["smtp"])
        #expect(hello.keyShareGroups == [0x001d])
        #expect(hello.preSharedKeys == 1)
        #expect(hello.offersEncryptThenMAC && hello.offersExtendedMasterSecret && hello.offersTicket)
        #expect(hello.offersEarlyData)
        #expect(hello.offeredVersions == [.tls12])
        #expect(!hello.isCut)
    }

    /// An empty ticket asks for one; it offers none.
    @Test func anEmptyTicket() throws {
        #expect(try #require(offered(Octets.field(35, []))).offersTicket == false)
    }

    @Test func anSSLv2StyleHello() throws {
        let challenge = [UInt8](1...16)
        let body = [0, 6, 0, 0, 0, 16, 0, 0, 0x35, 1, 0, 0x80] + challenge
        var exchange = Exchange()
        exchange.send(.client, [0x80, UInt8(body.count + 3), 1, 3, 1] + body)
        let hello = try #require(exchange.facts.clientHello)
        #expect(hello.isSSLv2Style)
        #expect(hello.highestVersion == .tls10)
        #expect(hello.cipherSuites == [0x0035])
        #expect(hello.sslv2Suites == [0x010080])
        #expect(hello.random == [UInt8](repeating: 0, count: 16) + challenge)
    }

    // MARK: - The server's choice

    @Test func helloRetryRequestIsKeptApart() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello(supportedVersions: [0x0304])))
        exchange.send(.server, Octets.record(22, Octets.helloRetryRequest(group: 0x0018)))
        exchange.send(.client, Octets.record(22, Octets.clientHello(serverName: "again", supportedVersions: [0x0304])))
        #expect(exchange.facts.serverHello == nil)
        #expect(exchange.facts.version == .tls13)
        #expect(exchange.facts.helloRetryRequest?.group == 0x0018)
        #expect(exchange.facts.secondClientHello?.serverName == "again")
        #expect(exchange.facts.secondClientHello?.moment.frame == 3)
        exchange.send(.server, Octets.record(22, Octets.serverHello(suite: 0x1301, selected: 0x0304)))
        #expect(exchange.facts.serverHello?.moment.frame == 4)
    }

    @Test func whatTheServerChose() throws {
        let extensions =
            Octets.field(23, []) + Octets.field(22, []) + Octets.field(35, [])
            + Octets.field(16, Octets.list([4] + Array("smtp".utf8)))
        let body = Octets.two(0x0303) + [UInt8](repeating: 9, count: 32) + [1, 5] + Octets.two(0xc030) + [0]
        var exchange = Exchange()
        exchange.send(.server, Octets.record(22, Octets.message(2, body + Octets.list(extensions))))
        let hello = try #require(exchange.facts.serverHello)
        #expect(hello.extendedMasterSecret && hello.encryptThenMAC && hello.promisesTicket)
        #expect(hello.applicationProtocol == "smtp")
        #expect(hello.sessionID == [5])
        #expect(hello.random.count == 32)
    }

    @Test(arguments: [1, 7, 200, 20_000])
    func certificatesAsSent(_ size: Int) {
        let chain = [[UInt8](repeating: 1, count: 1_200), [UInt8](repeating: 2, count: 9_000)]
        let list = chain.flatMap { Octets.three($0.count) + $0 }
        let flight =
            Octets.serverHello() + Octets.message(11, Octets.three(list.count) + list)
            + Octets.message(22, [1]) + Octets.message(12, [3, 0, 0x1d]) + Octets.message(13, [0])
            + Octets.message(14, [])
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello()))
        for start in stride(from: 0, to: flight.count, by: 4_000) {
            let part = Array(flight[start..<min(start + 4_000, flight.count)])
            exchange.send(.server, Octets.record(22, part), inPiecesOf: size)
        }
        let facts = exchange.facts
        #expect(facts.serverCertificates == chain)
        #expect(facts.serverCertificatesOmitted == 0)
        #expect(facts.serverCertificateMoment?.frame == 2)
        #expect(facts.keyExchangeGroup == 0x001d)
        #expect(facts.certificateRequest != nil)
        #expect(facts.certificateStatus != nil)
        #expect(facts.isResumed == false)
        #expect(facts.messages.map(\.type) == [1, 2, 11, 22, 12, 13, 14])
        #expect(facts.clientCertificates == nil)
    }

    @Test func aChainWithoutEnd() {
        let one = Octets.three(10) + [UInt8](repeating: 1, count: 10)
        let list = [UInt8]((0..<1_000).flatMap { _ in one })
        var exchange = Exchange()
        exchange.send(.server, Octets.record(22, Octets.message(11, Octets.three(list.count) + list)))
        #expect(exchange.facts.serverCertificates.count == 16)
        #expect(exchange.facts.serverCertificatesOmitted == 984)
    }

    @Test func aCertificateThatIsCut() {
        let certificate = [UInt8](repeating: 1, count: 500)
        let message = Octets.message(11, Octets.three(503) + Octets.three(500) + certificate)
        var exchange = Exchange()
        exchange.send(.server, Array(Octets.record(22, message)[..<300]))
        exchange.lose(.server, message.count + 5 - 300)
        #expect(exchange.facts.serverCertificates.isEmpty)
        #expect(exchange.facts.serverCertificatesOmitted == 1)
        #expect(exchange.facts.serverCertificateMoment != nil)
    }

    @Test func aClientWithoutACertificate() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.message(11, [0, 0, 0])))
        #expect(exchange.facts.clientCertificates == 0)
    }

    // MARK: - Resumption

    @Test func resumedBySessionID() {
        let session = [UInt8](repeating: 7, count: 32)
        let body = Octets.two(0x0303) + [UInt8](repeating: 3, count: 32) + [32] + session + [0, 2, 0xc0, 0x2f, 1, 0]
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.message(1, body)))
        exchange.send(.server, Octets.record(22, Octets.serverHello()))
        #expect(exchange.facts.isResumed == true)
    }

    @Test func resumedByTicketWithoutASessionID() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello()))
        exchange.send(.server, Octets.record(22, Octets.serverHello(session: 0)))
        #expect(exchange.facts.isResumed == nil)
        exchange.send(.server, Octets.changeCipherSpec)
        #expect(exchange.facts.isResumed == true)
    }

    // MARK: - Who said farewell

    @Test func closeNotifyInTheClear() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello()))
        exchange.send(.server, Octets.record(21, [1, 0]))
        #expect(exchange.facts.serverCloseNotify?.frame == 2)
        #expect(exchange.facts.clientCloseNotify == nil)
    }

    @Test func alertsThatEncryptionHides() {
        var exchange = Exchange.of(Exchange.tls12)
        exchange.send(.server, Octets.record(21, [UInt8](repeating: 5, count: 26)))
        exchange.send(.client, Octets.record(21, [UInt8](repeating: 5, count: 26)))
        #expect(exchange.facts.hiddenAlerts.map(\.from) == [.server, .client])
        #expect(exchange.facts.hiddenAlerts.map(\.moment.frame) == [8, 9])
    }
}
