import Capture
import Knowledge
import Packets
import SMTP
import Sessions
import Streams
import TLS

extension Story {
    /// The server's certificates, judged for the name that the client used, at the time of the capture.
    static func certificates(_ session: Session, _ trust: TrustStore) -> CertificateFindings? {
        guard let tls = session.tls, !tls.serverCertificates.isEmpty else { return nil }
        let nanoseconds = tls.serverCertificateMoment?.nanoseconds ?? session.first.time.nanoseconds
        return trust.examine(tls.serverCertificates, for: usedName(session), at: nanoseconds / 1_000_000_000)
    }

    /// The name that the client asked for in TLS, else the one that it looked up, else its address.
    private static func usedName(_ session: Session) -> CertificateName? {
        if let name = session.tls?.clientHello?.serverName { return CertificateName(name, .sni) }
        if let lookup = session.lookup { return CertificateName(lookup.name, .lookup) }
        return session.server.map { CertificateName("\($0.address)", .address) }
    }

    /// Read with keys.
    private var exchangesUnderTLS: ArraySlice<Exchange> {
        exchanges.dropFirst(dialogue.exchangesBeforeTLS ?? exchanges.count)
    }

    /// Replies that were read under TLS.
    var repliesUnderTLS: Int { exchangesUnderTLS.count { $0.reply != nil && $0.command != nil } }

    /// The client sent something after the handshake, readable or not.
    var spokeUnderTLS: Bool {
        exchangesUnderTLS.contains { $0.command != nil } || tls.map { $0.clientRecords > 0 } ?? false
    }

    /// Who runs the server, by the name that the client used for it.
    func provider(_ knowledge: KnowledgeBase) -> String? {
        let names = [session.tls?.clientHello?.serverName, session.lookup?.name].compactMap(\.self)
        let endpoint = names.isEmpty ? nil : knowledge.endpoint(for: EndpointQuestion(names: names))
        return endpoint.flatMap { $0.provider.isEmpty ? nil : $0.provider }
    }

    /// A known provider's server, and all packets under its address come from several routers away.
    func isFarProvider(_ knowledge: KnowledgeBase) -> Bool {
        guard let server = connection?.server, server.ttlHighest > 0,
            Int(server.ttlHighest) - Int(server.ttlLowest) <= 2,
            boxAnswersForServer == nil, isServerRemote || isOutside
        else { return false }
        return Self.hops(server.ttlHighest) >= 4 && provider(knowledge) != nil
    }

    /// Why the server's certificate is not to be seen.
    var hiddenCertificate: String {
        if tls?.isResumed ?? false {
            return "the server's certificate: an earlier TLS session was resumed, and none was sent"
        }
        return tls?.version.map { $0 >= .tls13 } ?? false
            ? "the server's certificate: TLS 1.3 encrypts it; with the session's keys it can be read"
            : "the server's certificate"
    }
}
