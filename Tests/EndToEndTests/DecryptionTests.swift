import Bytes
import Capture
import Diagnosis
import Knowledge
import SMTP
import Sessions
import TLS
import TestSupport
import Testing

/// SMTP under TLS by OpenSSL, with keys.
@Suite struct DecryptionTests {
    private static func octets(_ session: Session) -> [String] { KeyedCapture.read(session.dialogue) }

    @Test(arguments: KeyedCapture.names)
    func everySessionIsReadAsInTheClear(_ name: String) throws {
        let capture = try KeyedCapture(name)
        let sessions = capture.capture.judged(keys: try capture.keys())
        #expect(sessions.count >= 8)
        for diagnosed in sessions {
            let session = diagnosed.session
            let name = KeyedCapture.name(session)
            // OpenSSL's own client says commands in its way.
            let expected = KeyedCapture.script(name).map { name == "key-update" ? $0.lowercased() : $0 }
            let read = Self.octets(session).map { name == "key-update" ? $0.lowercased() : $0 }
            #expect(read.filter { $0 != "S 220 lab.example ESMTP" } == expected, "\(name)")
            #expect(diagnosed.verdict.cause == "delivered")
            let facts = try #require(session.tls)
            #expect(facts.decryption?.isComplete == true)
            #expect(facts.decryption?.unreadable == 0)
            #expect(facts.established != nil)
            #expect(facts.alerts.allSatisfy { $0.code == 0 && $0.isEncrypted })
            #expect(facts.clientCloseNotify != nil || name == "key-update")
            #expect(session.dialogue.transactions.first?.message?.sha256 != nil)
        }
    }

    @Test func everyCipherIsThere() throws {
        var suites: Set<String> = []
        for name in KeyedCapture.names {
            for diagnosed in try KeyedCapture(name).capture.judged() {
                guard let hello = diagnosed.session.tls?.serverHello else { continue }
                suites.insert("\(hello.version) \(hello.cipherSuite) \(hello.encryptThenMAC)")
            }
        }
        #expect(suites.count >= 36)
        for suite: UInt16 in [0x1301, 0x1302, 0x1303, 0x1304, 0x1305] {
            #expect(suites.contains("TLS 1.3 \(suite) false"))
        }
        for version in ["TLS 1.0", "TLS 1.1", "TLS 1.2"] {
            for order in [true, false] { #expect(suites.contains("\(version) \(0xc014) \(order)")) }
        }
    }

    @Test func certificatesAndExtensionsOfTLS13() throws {
        let capture = try KeyedCapture("tls13")
        let facts = capture.capture.judged(keys: try capture.keys()).compactMap(\.session.tls)
        #expect(facts.allSatisfy { $0.serverCertificates.count == 1 })
        #expect(facts.contains { $0.helloRetryRequest != nil })
        #expect(facts.contains { $0.clientCertificates == 1 })
        #expect(facts.allSatisfy { $0.newSessionTicket != nil })
        let dark = capture.capture.judged().compactMap(\.session.tls)
        #expect(dark.allSatisfy { $0.serverCertificates.isEmpty && $0.decryption == nil })
    }

    @Test func resumedSessions() throws {
        let capture = try KeyedCapture("resumed")
        let sessions = capture.capture.judged(keys: try capture.keys())
        let resumed = sessions.filter { $0.session.tls?.isResumed == true }.map { KeyedCapture.name($0.session) }
        #expect(Set(resumed) == ["ticket", "session-id", "psk"])
    }

    /// The log of the first session opens the one that resumes it.
    @Test(arguments: ["ticket", "session-id"])
    func onlyTheFirstSessionWasLogged(_ name: String) throws {
        let capture = try KeyedCapture("resumed")
        let all = capture.capture.judged(keys: try capture.keys())
        let pair = all.filter { KeyedCapture.name($0.session) == name }
        let random = try #require(pair.first?.session.tls?.clientHello?.random)
        let keys = KeyedCapture.keys(Array(try capture.keys().log.lines(of: random).utf8))
        let read = capture.capture.judged(keys: keys).filter { $0.session.tls?.decryption?.isComplete ?? false }
        #expect(read.map { KeyedCapture.name($0.session) } == [name, name])
    }

    @Test func theServersKey() throws {
        let capture = try KeyedCapture("rsa-key")
        let keys = TLSKeys()
        #expect(keys.addServerKey(pem: try KeyedCapture.bytes("rsa-key.pem")))
        let sessions = capture.capture.judged(keys: keys)
        #expect(sessions.count == 14)
        for diagnosed in sessions {
            let name = KeyedCapture.name(diagnosed.session)
            #expect(Self.octets(diagnosed.session) == KeyedCapture.script(name), "\(name)")
        }
        // Others have ephemeral keys.
        let others = try KeyedCapture("tls12").capture.judged(keys: keys)
        #expect(others.allSatisfy { $0.session.tls?.decryption?.problem == .noKeys })
    }

    @Test func whatIsNoServerKey() throws {
        #expect(
            !TLSKeys().addServerKey(pem: Array("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8)))
        #expect(!TLSKeys().addServerKey(pem: []))
    }

    // MARK: - Keys that do not fit

    @Test(arguments: KeyedCapture.names)
    func wrongKeysOpenNothing(_ name: String) throws {
        let capture = try KeyedCapture(name)
        let log = String(decoding: try capture.keyLog(), as: UTF8.self)
        // The last digit of every secret.
        let wrong = log.split(separator: "\n").map { $0.dropLast() + ($0.last == "0" ? "1" : "0") }.joined(
            separator: "\n")
        for diagnosed in capture.capture.judged(keys: KeyedCapture.keys(Array(wrong.utf8))) {
            let session = diagnosed.session
            #expect(session.dialogue.encryptedFrom == nil)
            #expect(session.tls?.decryption?.records == 0)
            #expect(session.tls?.decryption?.problem == .wrongKeys)
            #expect(session.tls?.established != nil, "what shows without keys still does")
        }
    }

    @Test func keysOfOtherSessions() throws {
        let keys = try KeyedCapture("tls12").keys()
        for diagnosed in try KeyedCapture("tls13").capture.judged(keys: keys) {
            #expect(diagnosed.session.tls?.decryption?.problem == .noKeys)
            #expect(diagnosed.session.dialogue.encryptedFrom == nil)
            #expect(diagnosed.verdict.confidence != .proven || diagnosed.verdict.cause == "encrypted-after-tls")
        }
    }

    // MARK: - Frames that are missing

    /// Whatever one frame is missing: nothing is read that was not said, and what comes later is read again.
    @Test(arguments: KeyedCapture.names)
    func oneFrameIsMissing(_ name: String) throws {
        let capture = try KeyedCapture(name)
        let log = try capture.keyLog()
        var bye = 0
        var tries = 0
        for index in stride(from: 0, to: capture.capture.records.count, by: 11) {
            let sessions = capture.capture.dropping(index).judged(keys: KeyedCapture.keys(log))
            for diagnosed in sessions {
                let session = diagnosed.session
                guard session.dialogue.missingFromClient + session.dialogue.missingFromServer > 0,
                    KeyedCapture.name(session) != "?"
                else { continue }
                let said = Set(KeyedCapture.script(KeyedCapture.name(session)).map { $0.lowercased() })
                for line in Self.octets(session) where line.hasPrefix("S ") && !line.hasPrefix("S 220") {
                    #expect(said.contains(line.lowercased()), "frame \(index + 1): \(line)")
                }
                guard session.dialogue.encryptedFrom != nil else { continue }
                tries += 1
                if Self.octets(session).contains("S 221 2.0.0 Bye") { bye += 1 }
            }
        }
        #expect(tries > 0)
        #expect(Double(bye) >= 0.8 * Double(tries), "\(bye) of \(tries) sessions were read to their end")
    }

    // MARK: - Where keys stand

    @Test(arguments: [0, 150, Int.max])
    func keysInTheCapture(_ position: Int) throws {
        let capture = try KeyedCapture("tls13")
        let folder = try TemporaryFolder()
        var file = try PcapngWriter(path: folder.file("keys.pcapng"))
        file.section(comments: [])
        let secrets = DecryptionSecrets(kind: .tlsKeyLog, bytes: try capture.keyLog())
        let interface = file.interface(.ethernet)
        for (index, record) in capture.capture.records.enumerated() {
            if index == position { file.secrets(secrets) }
            file.packet(
                record.bytes.rawSpan, originalLength: record.frame.originalLength, at: record.frame.timestamp,
                interface: interface)
        }
        if position == .max { file.secrets(secrets) }
        try file.close()
        let run = try Program.run(["--format", "json", folder.file("keys.pcapng")])
        #expect(run.status == 0)
        #expect(run.output.matches(of: /"decrypted" ?: true/).count == 9)
        #expect(!run.output.contains("lab-secret"))
    }
}
