import Knowledge
import SMTP
import Sessions
import TLS

/// The server ended the handshake with an alert that can be read.
struct ServerAlert {
    private let alert: Alert
    private let tls: TLSFacts

    init(_ alert: Alert, _ tls: TLSFacts) {
        self.alert = alert
        self.tls = tls
    }

    func finding(_ story: Story) -> Finding {
        let seen = Evidence("the server sent the fatal alert \(alert.name) (\(alert.code))", [alert.moment.frame])
        if let finding = clientCertificate(seen) { return finding }
        switch alert.code {
        case 70, 86:
            if let old = tls.oldOffer ?? (alert.code == 86 ? seen : nil) {
                return Finding(
                    "tls-version-too-old", .failed, at: .tls, .deviceCapability, or: [.deviceConfig], .likely,
                    old == seen ? [seen] : [old, seen])
            }
            return Finding(
                "tls-version-too-old", .failed, at: .tls, .unknown,
                or: [.serverFault, .deviceCapability, .deviceConfig], .likely, [offer, seen].compactMap(\.self))
        case 40, 71: return noSharedCipher(seen)
        case 112:
            let name = tls.clientHello?.serverName.map { " \($0)" } ?? ""
            return Finding(
                "handshake-aborted", .failed, at: .tls, .unknown, or: [.deviceConfig, .serverFault], .likely,
                [seen, Evidence("the server does not know the name\(name) that the client asked for", hello)])
        default:
            return Finding(
                "handshake-aborted", .failed, at: .tls, .unknown, or: [.serverFault, .deviceCapability, .firewall],
                .likely, [seen])
        }
    }

    private var hello: [Int] { (tls.clientHello?.moment.frame).map { [$0] } ?? [] }

    private var offer: Evidence? {
        tls.clientHello.map { Evidence("the client offers \($0.highestVersion) at most", hello) }
    }

    /// The server asked for a certificate, and broke off after the client's answer.
    private func clientCertificate(_ seen: Evidence) -> Finding? {
        let isAboutCertificate = alert.isAboutCertificate || alert.code == 49 || alert.code == 116
        guard isAboutCertificate || (tls.certificateRequest != nil && alert.code == 40 && tls.clientCertificates == 0)
        else { return nil }
        var evidence: [Evidence] = []
        if let asked = tls.certificateRequest {
            evidence.append(Evidence("the server asked for a certificate of the client", [asked.frame]))
        }
        if tls.clientCertificates == 0 {
            evidence.append(Evidence("the client sent none", [alert.moment.frame]))
        }
        return Finding(
            "client-certificate-demanded", .failed, at: .tls, .deviceConfig, or: [.serverPolicy, .deviceCapability],
            alert.code == 116 || tls.clientCertificates == 0 ? .likely : .possible, evidence + [seen])
    }

    /// handshake_failure is also what a server says that finds no common curve or signature.
    private func noSharedCipher(_ seen: Evidence) -> Finding {
        guard let hello = tls.clientHello, hello.showsSuites else {
            return Finding(
                "no-shared-cipher", .failed, at: .tls, .unknown, or: [.deviceCapability, .deviceConfig, .serverFault],
                .likely, [seen])
        }
        let suites = hello.cipherSuites.filter(CipherSuiteKind.isCipher)
        let modern = suites.filter(CipherSuiteKind.isCurrent)
        let list = Evidence(
            "the client offers \(suites.count) cipher suites, \(modern.isEmpty ? "none" : "\(modern.count)") of them with forward secrecy",
            self.hello)
        // It offers an old version too, and suites that go with it: the version alone would have been enough.
        if let old = tls.oldOffer, suites.contains(where: CipherSuiteKind.isAES) {
            return Finding(
                "tls-version-too-old", .failed, at: .tls, .deviceCapability, or: [.deviceConfig], .likely,
                [old, list, seen])
        }
        guard modern.isEmpty else {
            return Finding(
                "no-shared-cipher", .failed, at: .tls, .unknown, or: [.serverFault, .deviceCapability, .deviceConfig],
                .likely, [list, seen])
        }
        return Finding(
            "no-shared-cipher", .failed, at: .tls, .deviceCapability, or: [.deviceConfig], .likely, [list, seen])
    }
}

extension TLSFacts {
    /// The client offers nothing newer than TLS 1.1, which RFC 8996 retired.
    var oldOffer: Evidence? {
        guard let hello = clientHello, hello.highestVersion < .tls12 else { return nil }
        return Evidence(
            "the client offers \(hello.highestVersion) at most; servers want TLS 1.2 or newer (RFC 8996)",
            [hello.moment.frame])
    }
}

/// Kinds of cipher suites by their number in the IANA registry.
enum CipherSuiteKind {
    /// No signal (RFC 5746, RFC 7507) and no GREASE (RFC 8701).
    static func isCipher(_ suite: UInt16) -> Bool {
        suite != 0x00ff && suite != 0x5600 && !(suite & 0x0f0f == 0x0a0a && suite >> 8 == suite & 0xff)
    }

    /// TLS 1.3, or ephemeral key exchange with AES or ChaCha20.
    static func isCurrent(_ suite: UInt16) -> Bool {
        switch suite {
        case 0x1301...0x1305: true
        // ECDHE with AES-CBC, AES-GCM, AES-CCM, ChaCha20.
        case 0xc009, 0xc00a, 0xc013, 0xc014, 0xc023, 0xc024, 0xc027, 0xc028, 0xc02b, 0xc02c, 0xc02f, 0xc030,
            0xc0ac...0xc0af, 0xcca8, 0xcca9, 0xccaa:
            true
        // DHE with AES.
        case 0x0032, 0x0033, 0x0038, 0x0039, 0x0040, 0x0067, 0x006a, 0x006b, 0x009e, 0x009f, 0x00a2, 0x00a3, 0xc09e,
            0xc09f:
            true
        default: false
        }
    }

    /// With AES, whatever the key exchange.
    static func isAES(_ suite: UInt16) -> Bool {
        switch suite {
        case 0x002f...0x0039, 0x003c...0x0040, 0x0067...0x006b, 0x009c...0x00a3: true
        default: isCurrent(suite)
        }
    }
}
