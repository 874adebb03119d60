/// Opening records where there are keys.
extension TLSConversation {
    /// What was opened since the last call, in order.
    package mutating func takePlainText() -> [PlainText] {
        defer { plain.removeAll(keepingCapacity: true) }
        return plain
    }

    /// The dialogue inside can be read.
    package var isReadable: Bool { facts.decryption.map { $0.records > 0 } ?? false }

    /// Records wait for keys that may still come.
    package var waitsForKeys: Bool {
        state.map { $0.phase == .waiting && !$0.held.isEmpty && $0.keys.mayGrow } ?? false
    }

    /// Tries again what could not be opened for want of keys.
    package mutating func useLateKeys() {
        guard state?.phase == .waiting, findKeys() else { return }
        openHeld()
    }

    /// Forgets what waits for keys.
    package mutating func releaseHeld() {
        if state?.phase == .waiting, let moment = state?.held.first?.moment { noteNoKeys(at: moment) }
        _ = state?.takeHeld()
    }

    /// Keys were given, and none of them belongs to this connection.
    private mutating func noteNoKeys(at moment: TLSMoment) {
        guard facts.decryption == nil, state?.keys.hasAny ?? false else { return }
        var decryption = TLSDecryption()
        decryption.problem = .noKeys
        decryption.darkSince = moment
        facts.decryption = decryption
    }

    // MARK: - Records on their way

    /// Takes an encrypted record: opens it, or holds it while keys may come.
    mutating func takeEncrypted(_ record: RecordReader.Record, from end: TLSEnd) {
        switch state?.phase {
        case .open: open(record, from: end)
        case .waiting:
            if findKeys() {
                openHeld()
                open(record, from: end)
            } else if state?.keys.mayGrow ?? false {
                hold(.record(record, from: end), octets: record.content.count + 128, at: record.first)
            } else if facts.serverHello != nil, facts.clientHello != nil {
                noteNoKeys(at: record.first)
                close()
            }
        case .closed, nil: break
        }
    }

    /// Records may be missing in this direction.
    mutating func noteLost(_ octets: Int, from end: TLSEnd, at moment: TLSMoment) {
        switch state?.phase {
        case .open:
            state?[end]?.noteLost()
            plain.append(.gap(max(1, octets), from: end, at: moment))
        case .waiting where state?.keys.mayGrow ?? false:
            hold(.lost(octets, from: end, at: moment), octets: 64, at: moment)
        default: break
        }
    }

    private mutating func hold(_ item: DecryptionState.Held, octets: Int, at moment: TLSMoment) {
        guard !(state?.hold(item, octets: octets) ?? true) else { return }
        close()
        var decryption = TLSDecryption()
        decryption.problem = .keysTooLate
        decryption.darkSince = moment
        facts.decryption = decryption
    }

    /// Gives up: octets need not be kept any more.
    private mutating func close() {
        releaseHeld()
        state?.phase = .closed
        stopKeepingApplicationData()
    }

    // MARK: - Keys

    private mutating func findKeys() -> Bool {
        guard let state, let client = facts.clientHello, let server = facts.serverHello, server.compression == 0,
            server.version >= .tls10, let suite = CipherSuite(server.cipherSuite)
        else { return false }
        let known = (state.keys.generation, facts.messages.count)
        if let searched = state.searched, searched == known { return false }
        self.state?.searched = known
        if server.version >= .tls13 {
            let secrets = state.keys.log.secrets(of: client.random)
            guard let ofClient = secrets[.clientTraffic], let ofServer = secrets[.serverTraffic] else { return false }
            self.state?.client = DirectionDecryption(
                handshake: secrets[.clientHandshake], traffic: ofClient, suite)
            self.state?.server = DirectionDecryption(
                handshake: secrets[.serverHandshake], traffic: ofServer, suite)
        } else {
            let search = SecretSearch(
                keys: state.keys, client: client, server: server, suite: suite, isResumed: facts.isResumed ?? false,
                clientKeyExchange: state.clientKeyExchange, transcript: state.transcript)
            guard let master = search.master(),
                let pair = RecordDecryptor.pair(master: master, suite, client, server)
            else { return false }
            self.state?.master = master
            state.keys.remember(master, by: server.sessionID)
            self.state?.client = DirectionDecryption(pair.client, suite)
            self.state?.server = DirectionDecryption(pair.server, suite)
        }
        self.state?.phase = .open
        self.state?.transcript = []
        return true
    }

    private mutating func openHeld() {
        for item in state?.takeHeld() ?? [] {
            switch item {
            case .record(let record, let end): open(record, from: end)
            case .lost(let octets, let end, let moment): noteLost(octets, from: end, at: moment)
            }
        }
    }

    /// What handshake messages contribute to keys.
    mutating func noteForKeys(_ message: HandshakeReader.Message, from end: TLSEnd) {
        guard let state else { return }
        if message.type == HandshakeType.newSessionTicket, let master = state.master {
            rememberTicket(message.body, master)
        }
        guard !state.keys.serverKeys.isEmpty, state.clientKeyExchange == nil, state.phase == .waiting else { return }
        let header = [message.type] + [16, 8, 0].map { UInt8(truncatingIfNeeded: message.length >> $0) }
        if state.transcript.count + message.body.count < DecryptionState.transcriptLimit {
            self.state?.transcript += header + message.body
        }
        if end == .client, message.type == HandshakeType.clientKeyExchange {
            self.state?.clientKeyExchange = message.body
        }
    }

    /// Lifetime (4), length (2), ticket (RFC 5077 §3.3).
    private func rememberTicket(_ body: [UInt8], _ master: [UInt8]) {
        guard body.count > 6 else { return }
        let length = Int(body[4]) << 8 | Int(body[5])
        state?.keys.remember(master, by: Array(body.dropFirst(6).prefix(length)))
    }

    // MARK: - What is inside

    private mutating func open(_ record: RecordReader.Record, from end: TLSEnd) {
        guard !record.isCut else {
            state?[end]?.skip()
            fail(record, from: end)
            return
        }
        guard let opened = state?[end]?.open(record) else {
            fail(record, from: end)
            return
        }
        if !isReadable {
            forgetGuesses()
            facts.decryption?.problem = nil
        }
        facts.decryption?.records += 1
        facts.decryption?.lostRecords += opened.lost
        switch opened.type {
        case 20: renegotiated(at: record.first)
        case 21 where opened.content.count >= 2:
            note(
                Alert(
                    from: end, isFatal: opened.content[0] == 2, code: opened.content[1], moment: record.first,
                    isEncrypted: true))
        case 22: readEncryptedMessages(opened.content, of: record, from: end)
        case 23: applicationData(opened.content, of: record, from: end)
        default: break
        }
    }

    private mutating func fail(_ record: RecordReader.Record, from end: TLSEnd) {
        if facts.decryption == nil { facts.decryption = TLSDecryption() }
        facts.decryption?.unreadable += 1
        guard isReadable else {
            // Unless a later one opens: handshake records whose keys were not logged stay closed.
            facts.decryption?.problem = .wrongKeys
            if state?[end]?.isGivenUp ?? true { giveUp(.wrongKeys, at: record.first) }
            return
        }
        if record.type == 23 || facts.established != nil {
            plain.append(.gap(max(1, record.length - 24), from: end, at: record.first))
        }
        if state?[end]?.isGivenUp ?? true { giveUp(.lostTrack, at: record.first) }
    }

    private mutating func giveUp(_ problem: TLSDecryption.Problem, at moment: TLSMoment) {
        guard facts.decryption?.darkSince == nil else { return }
        facts.decryption?.problem = problem
        facts.decryption?.darkSince = moment
    }

    private mutating func renegotiated(at moment: TLSMoment) {
        giveUp(.renegotiation, at: moment)
        close()
    }

    private mutating func readEncryptedMessages(_ content: [UInt8], of record: RecordReader.Record, from end: TLSEnd) {
        for message in messages(content, length: content.count, of: record, from: end) {
            note(message, from: end, isEncrypted: true)
            switch message.type {
            case HandshakeType.finished:
                state?[end]?.finishHandshake()
                finish(end, at: record.last)
            case HandshakeType.keyUpdate where facts.version.map { $0 >= .tls13 } ?? false: state?[end]?.updateKeys()
            default: break
            }
        }
    }

    private mutating func applicationData(_ content: [UInt8], of record: RecordReader.Record, from end: TLSEnd) {
        // In TLS 1.3 a server may send some before the handshake is complete, with a false start of TLS 1.2 a client
        // (RFC 8446 §4.4.4, RFC 7918).
        let last: TLSEnd = facts.version.map { $0 >= .tls13 } ?? false ? .client : .server
        if end == last, facts.established == nil { facts.established = record.first }
        if end == .client { facts.clientRecords += 1 } else { facts.serverRecords += 1 }
        if !content.isEmpty { plain.append(.octets(content, from: end, first: record.first, last: record.last)) }
    }

    /// What was concluded from lengths and types gives way to what is inside.
    private mutating func forgetGuesses() {
        if facts.decryption == nil { facts.decryption = TLSDecryption() }
        facts.established = nil
        facts.clientAborted = nil
        facts.clientRecords = 0
        facts.serverRecords = 0
        facts.hiddenAlerts = []
        forgetFinished()
    }
}
