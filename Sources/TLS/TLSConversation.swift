import Bytes

/// Follows a TLS connection from its first octet: hellos, alerts, and whether the handshake completed.
package struct TLSConversation {
    package private(set) var facts = TLSFacts()
    private var client = RecordReader(of: .client)
    private var server = RecordReader(of: .server)
    private var clientMessages = HandshakeReader()
    private var serverMessages = HandshakeReader()
    /// Encryption began in this direction (TLS 1.2: ChangeCipherSpec; TLS 1.3: the first application data record).
    private var clientEncrypts = false
    private var serverEncrypts = false
    private var clientFinished = false
    private var serverFinished = false

    package init() {}

    package mutating func receive(_ bytes: RawSpan, from end: TLSEnd, at moment: TLSMoment) {
        facts.first = facts.first ?? moment
        facts.last = moment
        var records: [RecordReader.Record] = []
        if end == .client {
            client.read(bytes, at: moment) { records.append($0) }
            facts.clientIsForeign = client.isForeign
            facts.isSSLv2Hello = client.isSSLv2Hello
        } else {
            server.read(bytes, at: moment) { records.append($0) }
            facts.serverIsForeign = server.isForeign
        }
        for record in records { note(record, from: end) }
    }

    package mutating func gap(_ octets: Int, from end: TLSEnd) {
        var records: [RecordReader.Record] = []
        if end == .client {
            client.gap(octets) { records.append($0) }
        } else {
            server.gap(octets) { records.append($0) }
        }
        for record in records { note(record, from: end) }
    }

    private mutating func note(_ record: RecordReader.Record, from end: TLSEnd) {
        switch record.type {
        case 20: changeCipherSpec(from: end)
        case 21: alert(record, from: end)
        case 22: handshake(record, from: end)
        case 23: applicationData(record, from: end)
        default: break
        }
    }

    private mutating func changeCipherSpec(from end: TLSEnd) {
        // In TLS 1.3 it is a disguise that means nothing (RFC 8446 §D.4).
        guard facts.version.map({ $0 < .tls13 }) ?? true else { return }
        if end == .client { clientEncrypts = true } else { serverEncrypts = true }
    }

    private mutating func alert(_ record: RecordReader.Record, from end: TLSEnd) {
        let isEncrypted = end == .client ? clientEncrypts : serverEncrypts
        if isEncrypted || record.length != 2 || record.content.count < 2 {
            if facts.established == nil, end == .client { facts.clientAborted = facts.clientAborted ?? record.moment }
            return
        }
        guard facts.alerts.count < 8 else { return }
        facts.alerts.append(
            Alert(from: end, isFatal: record.content[0] == 2, code: record.content[1], moment: record.moment))
    }

    private mutating func handshake(_ record: RecordReader.Record, from end: TLSEnd) {
        let isEncrypted = end == .client ? clientEncrypts : serverEncrypts
        if isEncrypted {
            if end == .client { clientFinished = true } else { serverFinished = true }
            completeIfBothFinished(record.moment)
            return
        }
        var facts = facts
        if end == .client {
            clientMessages.read(record.content, length: record.length) { type, body in
                guard type == 1, facts.clientHello == nil else { return }
                facts.clientHello = ClientHello(body, at: record.moment)
            }
        } else {
            serverMessages.read(record.content, length: record.length) { type, body in
                guard type == 2 else { return }
                facts.serverHello = ServerHello(body, at: record.moment) ?? facts.serverHello
            }
        }
        self.facts = facts
    }

    private mutating func applicationData(_ record: RecordReader.Record, from end: TLSEnd) {
        if facts.established == nil {
            handshakeUnderTLS13(record, from: end)
            return
        }
        if end == .client { facts.clientRecords += 1 } else { facts.serverRecords += 1 }
    }

    /// TLS 1.3 hides its handshake in application data records. The client's first one is its Finished, unless it is as
    /// short as an alert: 2 octets, the content type and a 16-octet tag (RFC 8446 §5.2), 8 for CCM_8.
    private mutating func handshakeUnderTLS13(_ record: RecordReader.Record, from end: TLSEnd) {
        if end == .server {
            serverFinished = true
        } else if record.length <= 2 + 1 + 16 {
            facts.clientAborted = facts.clientAborted ?? record.moment
        } else if facts.clientAborted == nil {
            clientFinished = true
        }
        completeIfBothFinished(record.moment)
    }

    private mutating func completeIfBothFinished(_ moment: TLSMoment) {
        if facts.established == nil, clientFinished, serverFinished { facts.established = moment }
    }
}
