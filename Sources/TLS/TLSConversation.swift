import Bytes

/// Follows a TLS connection from its first octet: records, hellos, alerts, and whether the handshake completed.
package struct TLSConversation {
    package internal(set) var facts = TLSFacts()
    let limits: TLSLimits
    /// Records of application data in a row from one end.
    private var run = 0
    private var client = RecordReader(of: .client)
    private var server = RecordReader(of: .server)
    var clientMessages: HandshakeReader
    var serverMessages: HandshakeReader
    /// A ChangeCipherSpec was sent. In TLS 1.3 it is a disguise that means nothing (RFC 8446 §D.4).
    private var clientChangedCipher = false
    private var serverChangedCipher = false
    private var clientFinished = false
    private var serverFinished = false
    /// nil where there are no keys, and none will come.
    var state: DecryptionState?
    var plain: [PlainText] = []

    package init(keys: TLSKeys? = nil, limits: TLSLimits = TLSLimits()) {
        self.limits = limits
        clientMessages = HandshakeReader(limits: limits)
        serverMessages = HandshakeReader(limits: limits)
        guard let keys, keys.isUseful else { return }
        state = DecryptionState(keys: keys)
        client.keepsApplicationData = true
        server.keepsApplicationData = true
    }

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

    /// `octets` of this end's stream are not in the capture; `moment` is where that was noticed.
    package mutating func gap(_ octets: Int, from end: TLSEnd, at moment: TLSMoment) {
        var records: [RecordReader.Record] = []
        if end == .client {
            client.gap(octets, at: moment) { records.append($0) }
        } else {
            server.gap(octets, at: moment) { records.append($0) }
        }
        for record in records { note(record, from: end) }
        guard end == .client ? client.isSearching : server.isSearching else { return }
        // Records may have been lost whole, and messages with them.
        if end == .client { clientMessages.lose() } else { serverMessages.lose() }
        noteLost(octets, from: end, at: moment)
    }

    // MARK: - Records

    private mutating func note(_ record: RecordReader.Record, from end: TLSEnd) {
        let isEncrypted = isEncrypted(record, from: end)
        tell(record, from: end, isEncrypted: isEncrypted)
        if !isEncrypted || !isReadable { read(record, from: end, isEncrypted: isEncrypted) }
        if isEncrypted { takeEncrypted(record, from: end) }
    }

    /// What a record shows without keys.
    private mutating func read(_ record: RecordReader.Record, from end: TLSEnd, isEncrypted: Bool) {
        switch record.type {
        case 20: changeCipherSpec(from: end)
        case 21: alert(record, from: end, isEncrypted: isEncrypted)
        case 22: handshake(record, from: end, isEncrypted: isEncrypted)
        case 23: applicationData(record, from: end)
        case RecordReader.sslv2Hello: sslv2Hello(record)
        default: break
        }
    }

    private mutating func tell(_ record: RecordReader.Record, from end: TLSEnd, isEncrypted: Bool) {
        // A message makes thousands of records in a row; beyond the first ones only their sum is told.
        if record.type == 23, let previous = facts.records.last, previous.type == 23, previous.from == end {
            run = run &+ 1
            if run > limits.run, let index = facts.records.indices.last {
                facts.records[index].count = facts.records[index].count &+ 1
                facts.records[index].length = facts.records[index].length &+ record.length
                facts.records[index].last = record.last
                facts.records[index].isCut = facts.records[index].isCut || record.isCut
                return
            }
        } else {
            run = 1
        }
        guard facts.records.count < limits.records else {
            facts.recordsOmitted = facts.recordsOmitted &+ 1
            return
        }
        facts.records.append(
            TLSRecordFact(
                from: end, type: record.type, length: record.length, isEncrypted: isEncrypted, first: record.first,
                last: record.last, isCut: record.isCut))
    }

    private func isEncrypted(_ record: RecordReader.Record, from end: TLSEnd) -> Bool {
        switch record.type {
        case 20, RecordReader.sslv2Hello: false
        case 23: true
        default: changedCipher(end)
        }
    }

    private func changedCipher(_ end: TLSEnd) -> Bool {
        guard facts.version.map({ $0 < .tls13 }) ?? true else { return false }
        return end == .client ? clientChangedCipher : serverChangedCipher
    }

    private mutating func changeCipherSpec(from end: TLSEnd) {
        // The server goes on without a certificate: it knows the client from before (RFC 5246 §7.3).
        if facts.isResumed == nil, facts.serverHello != nil, facts.version.map({ $0 < .tls13 }) ?? false {
            facts.isResumed = end == .server && !clientChangedCipher && facts.serverCertificateMoment == nil
        }
        if end == .client { clientChangedCipher = true } else { serverChangedCipher = true }
    }

    private mutating func alert(_ record: RecordReader.Record, from end: TLSEnd, isEncrypted: Bool) {
        if isEncrypted || record.length != 2 || record.content.count < 2 {
            if facts.hiddenAlerts.count < limits.alerts {
                facts.hiddenAlerts.append(TLSFacts.HiddenAlert(from: end, moment: record.first))
            }
            if facts.established == nil, end == .client { facts.clientAborted = facts.clientAborted ?? record.first }
            return
        }
        note(Alert(from: end, isFatal: record.content[0] == 2, code: record.content[1], moment: record.first))
    }

    mutating func note(_ alert: Alert) {
        if alert.code == 0 {
            if alert.from == .client {
                facts.clientCloseNotify = facts.clientCloseNotify ?? alert.moment
            } else {
                facts.serverCloseNotify = facts.serverCloseNotify ?? alert.moment
            }
        }
        if facts.alerts.count < limits.alerts { facts.alerts.append(alert) }
    }

    private mutating func handshake(_ record: RecordReader.Record, from end: TLSEnd, isEncrypted: Bool) {
        guard isEncrypted else {
            readMessages(record.content, of: record, from: end)
            return
        }
        finish(end, at: record.first)
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
            facts.clientAborted = facts.clientAborted ?? record.first
        } else if facts.clientAborted == nil, facts.serverHello != nil || !(facts.clientHello?.offersEarlyData ?? false)
        {
            // Before the server's hello it is early data (RFC 8446 §2.3).
            clientFinished = true
        }
        completeIfBothFinished(record.first)
    }

    /// This end has sent its Finished.
    mutating func finish(_ end: TLSEnd, at moment: TLSMoment) {
        if end == .client { clientFinished = true } else { serverFinished = true }
        completeIfBothFinished(moment)
    }

    mutating func forgetFinished() {
        clientFinished = false
        serverFinished = false
    }

    mutating func stopKeepingApplicationData() {
        client.keepsApplicationData = false
        server.keepsApplicationData = false
    }

    private mutating func completeIfBothFinished(_ moment: TLSMoment) {
        if facts.established == nil, clientFinished, serverFinished { facts.established = moment }
    }
}
