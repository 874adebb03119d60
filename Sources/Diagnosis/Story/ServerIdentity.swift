import Knowledge
import SMTP
import Sessions
import Streams
import TLS

/// Which server this is: its name, where the name is from, and its kind.
struct ServerIdentity {
    var name: String?
    var source: DiagnosedSession.NameSource?
    var endpoint: Endpoint?

    init(_ session: Session, certificates: CertificateFindings?, knowledge: KnowledgeBase) {
        let greeting = session.dialogue.reply(session.dialogue.greeting)
        let ehlo = session.dialogue.exchanges.last {
            ($0.verb == .ehlo || $0.verb == .helo) && ($0.reply?.isPositive ?? false)
        }?.reply
        let spokenName = greeting.flatMap(Self.spokenName)
        if let lookup = session.lookup {
            name = lookup.name
            source = .dns
        } else if let serverName = session.tls?.clientHello?.serverName {
            name = serverName
            source = .sni
        } else if let spokenName {
            name = spokenName
            source = .greeting
        } else if let certified = certificates?.leaf.flatMap(Self.hostName) {
            name = certified
            source = .certificate
        } else if let known = session.recordedName {
            name = known
            source = .pcapng
        }
        endpoint =
            knowledge.endpoint(
                for: EndpointQuestion(
                    names: [session.lookup?.name, session.tls?.clientHello?.serverName].compactMap(\.self)
                        + (session.lookup?.aliases ?? []),
                    greeting: greeting.map { $0.lines.joined(separator: " ") },
                    ehloName: ehlo.flatMap(Self.spokenName), keywords: Self.keywords(ehlo),
                    address: session.server.map { "\($0.address)" },
                    port: session.server.map { Int($0.port) }))
            ?? certificates.flatMap { Self.endpoint($0, port: session.server.map { Int($0.port) }, knowledge) }
    }

    /// The service that a certificate is for. A box that opens TLS copies the service's names into a certificate of its
    /// own: only one that leads to a known authority, and whose issuer signs for this service, tells whose door it is.
    private static func endpoint(
        _ findings: CertificateFindings, port: Int?, _ knowledge: KnowledgeBase
    ) -> Endpoint? {
        guard findings.isTrusted, let leaf = findings.leaf,
            knowledge.issuers.box(organization: leaf.issuerOrganization, commonName: leaf.issuerCommonName) == nil
        else { return nil }
        let names = (leaf.names + [leaf.subjectCommonName].compactMap(\.self)).map { name in
            name.hasPrefix("*.") ? "any" + name.dropFirst() : name
        }
        guard let found = knowledge.endpoint(for: EndpointQuestion(names: names, port: port)), !found.provider.isEmpty,
            knowledge.issuers.signs(organization: leaf.issuerOrganization, for: found.provider)
                ?? knowledge.issuers.isPublic(organization: leaf.issuerOrganization)
        else { return nil }
        return found
    }

    private static func keywords(_ ehlo: Reply?) -> [String] {
        ehlo?.lines.dropFirst().compactMap { $0.split(separator: " ").first.map { $0.uppercased() } } ?? []
    }

    /// The first name that the certificate is for, where it is no family of names.
    static func hostName(_ certificate: Certificate) -> String? {
        (certificate.names + [certificate.subjectCommonName].compactMap(\.self)).lazy.compactMap { hostName($0) }.first
    }

    /// The name that a reply begins with; nil where the capture may have cut it.
    private static func spokenName(_ reply: Reply) -> String? {
        guard let line = reply.lines.first else { return nil }
        if reply.isIncomplete, reply.lines.count == 1, !line.contains(" ") { return nil }
        return hostName(line)
    }

    /// The first word of a greeting, where it looks like a host name (RFC 5321 §4.2).
    static func hostName(_ line: String) -> String? {
        // Neither an enhanced code nor an address: a refusal in place of a greeting may name the client's.
        guard let word = line.split(separator: " ").first, word.contains("."), word.contains(where: \.isLetter),
            word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") })
        else { return nil }
        return String(word)
    }
}
