import Diagnosis
import Knowledge
import TestSupport
import Testing

/// Who is at fault when a client refuses a certificate: the alert says what it did, the chain why.
@Suite struct CertificateTests {
    static let host = "mail.example.net"
    static let microsoft = "smtp.office365.com"
    static let good = [TestCertificates.good, TestCertificates.issuing]

    /// STARTTLS, a handshake with this chain, and the client's alert.
    static func refused(_ chain: [[UInt8]], _ alert: UInt8, for name: String? = host) -> String {
        let hello = name.map { Script.clientHello(for: $0) } ?? Script.clientHello()
        return Script.starttls + hello + Script.serverHello(with: chain) + Script.alert("C", alert)
            + "close from client"
    }

    let attempt = Attempt(port: 587)

    @Test func expired() throws {
        try attempt.expect(
            Self.refused([TestCertificates.expired, TestCertificates.issuing], 45), .failed, at: .tls, .serverFault,
            "certificate-expired", .proven)
        // Other words for it are a sign, no proof.
        try attempt.expect(
            Self.refused([TestCertificates.expired, TestCertificates.issuing], 46), .failed, at: .tls, .serverFault,
            "certificate-expired", .likely)
    }

    @Test func notYetValid() throws {
        try attempt.expect(
            Self.refused([TestCertificates.early, TestCertificates.issuing], 42), .failed, at: .tls, .serverFault,
            "certificate-not-yet-valid")
    }

    /// The look-alike: the certificate was valid, so the device's clock is not.
    @Test func clockOfTheDevice() throws {
        let session = try attempt.expect(
            Self.refused(Self.good, 45), .failed, at: .tls, .deviceConfig, "device-clock-wrong",
            or: [.deviceCapability], .likely)
        #expect(!session.verdict.cleared.contains { $0.party == .device })
        try attempt.expect(
            Self.refused(Self.good, 42), .failed, at: .tls, .deviceConfig, "device-clock-wrong", .possible)
    }

    @Test func selfSigned() throws {
        try attempt.expect(
            Self.refused([TestCertificates.selfSigned], 48), .failed, at: .tls, .serverFault, "certificate-self-signed")
    }

    @Test func wrongName() throws {
        let chain = [TestCertificates.otherName, TestCertificates.issuing]
        let session = try attempt.expect(
            Self.refused(chain, 42), .failed, at: .tls, .serverFault, "certificate-name-mismatch", .likely)
        #expect(session.verdict.evidence.contains { $0.text.contains("relay.isp.example, not for mail.example.net") })
        // Under a provider's name another's certificate: the way led to another server.
        try attempt.expect(
            Self.refused(chain, 42, for: Self.microsoft), .failed, at: .tls, .unknown, "certificate-name-mismatch")
        try attempt.expect(
            Self.refused([TestCertificates.commonName, TestCertificates.issuing], 42), .failed, at: .tls, .serverFault,
            "certificate-name-mismatch")
    }

    /// The client may have used a name that is not in the capture.
    @Test func anAddressIsNoWrongName() throws {
        let session = try attempt.session(Self.refused(Self.good, 42, for: nil))
        #expect(session.verdict.confidence == .possible)
        #expect(session.verdict.responsible == .unknown)
        #expect(!session.verdict.cannotShow.isEmpty)
    }

    @Test func theDeviceLacksTheRoot() throws {
        try attempt.expect(
            Self.refused(Self.good, 48), .failed, at: .tls, .deviceCapability, "certificate-untrusted",
            or: [.deviceConfig], .likely)
    }

    /// Nobody here knows the root either: the chain may be the server's, or a box's.
    @Test func anUnknownRootNamesNobody() throws {
        let session = try attempt.expect(
            Self.refused([TestCertificates.strangers, TestCertificates.stranger], 48), .failed, at: .tls, .unknown,
            "certificate-untrusted")
        #expect(Set(session.verdict.candidates).isSuperset(of: [.deviceConfig, .serverFault, .firewall]))
    }

    @Test func missingIntermediate() throws {
        try attempt.expect(
            Self.refused([TestCertificates.publicLeaf], 48), .failed, at: .tls, .serverFault,
            "certificate-chain-incomplete")
        // With it the chain is in order.
        try attempt.expect(
            Self.refused([TestCertificates.publicLeaf, TestCertificates.publicIssuing], 48), .failed, at: .tls,
            .deviceCapability, "certificate-untrusted")
    }

    @Test func interception() throws {
        for chain in [[TestCertificates.boxLeaf, TestCertificates.box], [TestCertificates.forged]] {
            try attempt.expect(
                Self.refused(chain, 48, for: Self.microsoft), .failed, at: .tls, .firewall, "tls-interception", .likely)
        }
        // The same, and the client took it.
        let session = try attempt.session(
            Script.starttls + Script.clientHello(for: Self.microsoft)
                + Script.serverHello(with: [TestCertificates.boxLeaf, TestCertificates.box]) + Script.finished
                + Script.encrypted("C", octets: 60) + Script.encrypted("S", octets: 80) + "close from client")
        #expect(session.verdict.also.contains { $0.cause == "tls-interception" })
    }

    /// A company's own authority signs for its own server, and an appliance that is a mail server shows its own name.
    @Test func noInterception() throws {
        for (chain, name) in [
            ([TestCertificates.strangers, TestCertificates.stranger], Self.host),
            ([TestCertificates.boxOwn, TestCertificates.box], Self.host),
            ([TestCertificates.submission, TestCertificates.issuing], Self.microsoft),
        ] {
            let session = try attempt.session(Self.refused(chain, 48, for: name))
            #expect(session.verdict.cause != "tls-interception")
            #expect(session.verdict.responsible != .firewall)
            #expect(session.verdict.also.isEmpty)
        }
    }

    /// A box beyond this point may have signed; which one does not show.
    @Test func interceptionSeenFromOutside() throws {
        let session = try Attempt.outside(port: 587).session(
            Self.refused([TestCertificates.boxLeaf, TestCertificates.box], 48, for: Self.microsoft))
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates.contains(.firewall))
    }

    // MARK: - Without an alert

    static func left(_ chain: [[UInt8]]) -> String {
        Script.starttls + Script.clientHello(for: host) + Script.serverHello(with: chain) + Script.finished
            + "close from client"
    }

    @Test func leftAfterTheHandshake() throws {
        try attempt.expect(
            Self.left([TestCertificates.expired, TestCertificates.issuing]), .failed, at: .tls, .serverFault,
            "certificate-expired", .likely)
        try attempt.expect(
            Self.left(Self.good), .failed, at: .tls, .deviceCapability, "certificate-untrusted", .likely)
    }

    /// A monitoring program looks at the certificate and takes its leave.
    @Test func aLookAtTheCertificate() throws {
        let farewell = Script.escaped(Script.record(21, [UInt8](repeating: 0xcc, count: 26)))
        let session = try attempt.session(
            Script.starttls + Script.clientHello(for: Self.host) + Script.serverHello(with: Self.good)
                + Script.finished + "C| \(farewell)\nclose from client")
        #expect(session.verdict.confidence == .possible)
    }

    /// Before its Finished a client may dislike version or cipher as well.
    @Test func leftInTheMiddle() throws {
        let script = Script.starttls + Script.clientHello(for: Self.host)
        try attempt.expect(
            script + Script.serverHello(with: Self.good) + "close from client", .failed, at: .tls, .deviceCapability,
            "client-closed-during-handshake")
        try attempt.expect(
            script + Script.serverHello(with: [TestCertificates.selfSigned]) + "close from client", .failed, at: .tls,
            .serverFault, "certificate-self-signed")
    }

    // MARK: - The other side

    @Test func serverDemandsAClientCertificate() throws {
        let hello = Script.starttls + Script.clientHello(for: Self.host)
        try attempt.expect(
            hello + Script.serverHello(with: Self.good, asksForCertificate: true) + Script.noClientCertificate
                + Script.alert("S", 40) + "close from server", .failed, at: .tls, .deviceConfig,
            "client-certificate-demanded", .likely)
        // Without a question for one it is about ciphers.
        let session = try attempt.session(hello + Script.alert("S", 40) + "close from server")
        #expect(session.verdict.cause == "no-shared-cipher")
        #expect(session.verdict.responsible == .unknown)
    }

    @Test func oldCiphers() throws {
        try attempt.expect(
            Script.starttls + Script.clientHello(for: Self.host, suites: [0x0004, 0x0005, 0x000a])
                + Script.alert("S", 40)
                + "close from server", .failed, at: .tls, .deviceCapability, "no-shared-cipher")
        try attempt.expect(
            Script.starttls + Script.clientHello(for: Self.host, suites: [0x002f], version: 0x0301)
                + Script.alert("S", 40) + "close from server", .failed, at: .tls, .deviceCapability,
            "tls-version-too-old")
    }

    @Test func serverClosesWithoutAWord() throws {
        try attempt.expect(
            Script.starttls + Script.clientHello(0x0301) + "close from server", .failed, at: .tls, .deviceCapability,
            "tls-version-too-old", .likely)
        let session = try attempt.session(Script.starttls + Script.clientHello() + "close from server")
        #expect(session.verdict.cause == "server-closed-during-handshake")
        #expect(session.verdict.responsible == .unknown)
    }

    // MARK: - STARTTLS and plain text

    @Test func plainTextAfterStartTLS() throws {
        try attempt.expect(
            Script.starttls + "C: EHLO copier.example.org\nclose from server", .failed, at: .tls, .deviceFault,
            "plain-text-after-starttls", .likely)
        // The look-alike: a box before this point has taken TLS off, and all goes well.
        let session = try attempt.session(
            Script.starttls
                + "C: EHLO copier.example.org\nS: 250 mail.example.net\nC: QUIT\nS: 221 Bye\nclose from server")
        #expect(session.verdict.cause != "plain-text-after-starttls")
    }

    /// RFC 3207 §6: what stands between STARTTLS and the handshake is not the client's, or should not be.
    @Test func commandInjection() throws {
        let handshake = Script.clientHello(for: Self.host) + Script.serverHello(with: Self.good) + Script.finished
        let rest =
            handshake + Script.encrypted("C", octets: 60) + Script.encrypted("S", octets: 80) + "close from client"
        let injected = try attempt.session(
            Script.submission + "C| STARTTLS\\r\\nRSET\\r\\n\nS: 220 2.0.0 Ready to start TLS\n" + rest)
        #expect(injected.verdict.also.contains { $0.cause == "command-injection" })
        let clean = try attempt.session(Script.starttls + rest)
        #expect(!clean.verdict.also.contains { $0.cause == "command-injection" })
    }

    /// Something else than a mail server answers the ClientHello.
    @Test func notAMailServer() throws {
        try Attempt(port: 465).expect(
            "connect\n" + Script.clientHello(for: Self.host) + "S: HTTP/1.1 400 Bad Request\nclose from server",
            .failed,
            at: .greeting, .deviceConfig, "not-an-smtp-server")
    }

    @Test func clientWantsANewerVersion() throws {
        try attempt.expect(
            Script.starttls + Script.clientHello() + Script.serverHello + Script.alert("C", 70) + "close from client",
            .failed, at: .tls, .serverFault, "server-tls-too-old")
    }
}
