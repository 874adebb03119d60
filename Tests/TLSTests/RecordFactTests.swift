import TLS
import Testing

@Suite struct RecordFactTests {
    @Test func recordsOfBothDirections() {
        let facts = Exchange.of(Exchange.tls12).facts
        #expect(
            facts.records.map(\.from) == [
                .client, .server, .client, .client, .client, .server, .server, .client, .server,
            ])
        #expect(facts.records.map(\.type) == [22, 22, 22, 20, 22, 20, 22, 23, 23])
        #expect(facts.records.map(\.isEncrypted) == [false, false, false, false, true, false, true, true, true])
        #expect(facts.records.suffix(2).map(\.length) == [30, 50])
        #expect(facts.records.map(\.first.frame) == [1, 2, 3, 4, 4, 5, 5, 6, 7])
        #expect(facts.recordsOmitted == 0)
    }

    /// A ChangeCipherSpec of TLS 1.3 encrypts nothing, also where it comes before the version is known.
    @Test func recordsOfTLS13() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(22, Octets.clientHello(supportedVersions: [0x0304])))
        exchange.send(.client, Octets.changeCipherSpec)
        for step in Exchange.tls13.dropFirst() { exchange.send(step.end, step.octets) }
        exchange.send(.client, Octets.record(21, [2, 80]))
        #expect(
            exchange.facts.records.map(\.isEncrypted) == [
                false, false, false, false, true, false, true, true, true, false,
            ])
    }

    @Test func aRecordInManyFrames() throws {
        var exchange = Exchange()
        exchange.send(.client, Octets.applicationData(2_000), inPiecesOf: 100)
        let record = try #require(exchange.facts.records.first)
        #expect(record.first.frame == 1)
        #expect(record.last.frame == 21)
        #expect(record.length == 2_000)
        #expect(!record.isCut)
    }

    @Test func aRecordWithAHole() throws {
        var exchange = Exchange()
        exchange.send(.client, Array(Octets.applicationData(200)[..<50]))
        exchange.lose(.client, 100)
        exchange.send(.client, [UInt8](repeating: 0, count: 55))
        #expect(try #require(exchange.facts.records.first).isCut)
    }

    @Test func noMoreThanTheLimit() {
        var exchange = Exchange()
        for _ in 0..<2_500 {
            exchange.send(.server, Octets.applicationData(1))
            exchange.send(.client, Octets.applicationData(1))
        }
        #expect(exchange.facts.records.count == 4_096)
        #expect(exchange.facts.recordsOmitted == 904)
    }

    /// A message makes thousands of records in a row: all beyond the first ones are told as one.
    @Test func aLongRowIsAddedUp() throws {
        var exchange = Exchange()
        for _ in 0..<50 { exchange.send(.server, [UInt8]((0..<100).flatMap { _ in Octets.applicationData(3) })) }
        exchange.send(.client, Octets.applicationData(7))
        #expect(exchange.facts.records.count == TLSLimits().run + 1)
        #expect(exchange.facts.records.reduce(0) { $0 + $1.count } == 5_001)
        #expect(exchange.facts.records.reduce(0) { $0 + $1.length } == 5_000 * 3 + 7)
        #expect(exchange.facts.recordsOmitted == 0)
        #expect(try #require(exchange.facts.records.last).count == 1)
    }

    /// Heartbeats (RFC 6520) and what no type says are records like others.
    @Test func heartbeat() {
        var exchange = Exchange()
        exchange.send(.client, Octets.record(24, [1, 0, 3]) + Octets.record(22, Octets.clientHello()))
        #expect(exchange.facts.records.map(\.type) == [24, 22])
        #expect(exchange.facts.clientHello != nil)
    }
}
