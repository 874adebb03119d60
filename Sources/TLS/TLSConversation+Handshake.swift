import Bytes

/// What handshake messages say.
extension TLSConversation {
    mutating func readMessages(_ content: [UInt8], of record: RecordReader.Record, from end: TLSEnd) {
        for message in messages(content, length: record.length, of: record, from: end) {
            note(message, from: end, isEncrypted: false)
        }
    }

    /// The messages that end in a record. `content` is what is at hand of `length` octets.
    mutating func messages(
        _ content: [UInt8], length: Int, of record: RecordReader.Record, from end: TLSEnd
    ) -> [HandshakeReader.Message] {
        var messages: [HandshakeReader.Message] = []
        if end == .client {
            clientMessages.read(content, length: length, from: record.first, to: record.last) { messages.append($0) }
        } else {
            serverMessages.read(content, length: length, from: record.first, to: record.last) { messages.append($0) }
        }
        return messages
    }

    mutating func sslv2Hello(_ record: RecordReader.Record) {
        guard facts.clientHello == nil else { return }
        facts.clientHello = ClientHello(
            sslv2: record.content.rawSpan, version: ProtocolVersion(rawValue: record.version), at: record.first)
    }

    mutating func note(_ message: HandshakeReader.Message, from end: TLSEnd, isEncrypted: Bool) {
        if facts.messages.count < limits.messages {
            facts.messages.append(
                HandshakeMessageFact(
                    from: end, type: message.type, length: message.length, isEncrypted: isEncrypted,
                    moment: message.first, last: message.last))
        }
        if end == .client { noteFromClient(message) } else { noteFromServer(message) }
        noteForKeys(message, from: end)
    }

    private mutating func noteFromClient(_ message: HandshakeReader.Message) {
        switch message.type {
        case HandshakeType.clientHello:
            guard facts.clientHello == nil || (facts.helloRetryRequest != nil && facts.secondClientHello == nil),
                var hello = ClientHello(message.body.rawSpan, at: message.first)
            else { return }
            hello.isCut = hello.isCut || message.isCut
            if facts.clientHello == nil { facts.clientHello = hello } else { facts.secondClientHello = hello }
        case HandshakeType.certificate:
            let list = certificates(message, limit: limits.certificates)
            facts.clientCertificates = facts.clientCertificates ?? list.certificates.count + list.omitted
        default: break
        }
    }

    private mutating func noteFromServer(_ message: HandshakeReader.Message) {
        let moment = message.first
        switch message.type {
        case HandshakeType.serverHello:
            guard let hello = ServerHello(message.body.rawSpan, at: moment) else { return }
            if hello.isRetryRequest { facts.helloRetryRequest = facts.helloRetryRequest ?? hello } else { note(hello) }
        case HandshakeType.certificate where facts.serverCertificateMoment == nil:
            let list = certificates(message, limit: limits.certificates)
            facts.serverCertificates = list.certificates
            facts.serverCertificatesOmitted = list.omitted
            facts.serverCertificateMoment = moment
            facts.isResumed = false
        case HandshakeType.certificateStatus: facts.certificateStatus = facts.certificateStatus ?? moment
        case HandshakeType.certificateRequest: facts.certificateRequest = facts.certificateRequest ?? moment
        case HandshakeType.encryptedExtensions: noteEncryptedExtensions(message.body.rawSpan)
        case HandshakeType.newSessionTicket: facts.newSessionTicket = facts.newSessionTicket ?? moment
        case HandshakeType.serverKeyExchange:
            // ECDHE (RFC 8422 §5.4): named_curve (3), then the group. What DHE sends begins with a length.
            if message.body.count >= 3, message.body[0] == 3 {
                facts.keyExchangeGroup = UInt16(message.body[1]) << 8 | UInt16(message.body[2])
            }
        default: break
        }
    }

    private mutating func note(_ hello: ServerHello) {
        facts.serverHello = hello
        facts.applicationProtocol = hello.applicationProtocol
        guard hello.version >= .tls13 else {
            let offered = facts.clientHello?.sessionID ?? []
            if !offered.isEmpty, hello.sessionID == offered { facts.isResumed = true }
            return
        }
        facts.keyExchangeGroup = hello.group
        facts.isResumed = hello.selectedPreSharedKey != nil
    }

    /// Length (2), extensions (RFC 8446 §4.3.1).
    private mutating func noteEncryptedExtensions(_ body: RawSpan) {
        guard body.byteCount > 2 else { return }
        var name: String?
        HelloExtensions.walk(body.extracting(2..<body.byteCount)) { type, content in
            if type == HelloExtensions.Kind.applicationProtocols { name = HelloExtensions.protocols(content).first }
        }
        facts.applicationProtocol = name
    }

    private func certificates(_ message: HandshakeReader.Message, limit: Int) -> CertificateList {
        CertificateList(
            message.body.rawSpan, isTLS13: facts.version.map { $0 >= .tls13 } ?? false, limit: limit)
    }
}
