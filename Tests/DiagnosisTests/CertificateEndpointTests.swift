import Diagnosis
import Knowledge
import TLS
import TestSupport
import Testing

/// A certificate may tell which service this is, where neither a name nor the dialogue does; a box that opens TLS copies
/// the service's names, and is not taken for it.
@Suite struct CertificateEndpointTests {
    let attempt = Attempt(port: 465)

    private func endpoint(_ chain: [[UInt8]], trust: TrustStore = Attempt.trust) throws -> String? {
        let script =
            Script.clientHello() + Script.serverHello(with: chain) + Script.finished
            + Script.encrypted("C", octets: 60) + Script.encrypted("S", octets: 80) + "close from client"
        // The tests' own authority signs for Microsoft here.
        var knowledge = Attempt.knowledge
        try knowledge.add(
            "service_issuers:\n  - {provider: Microsoft, issuers: [Example Trust, Contoso]}\n", file: "issuers.yaml")
        return try Attempt.judged(attempt.frames(script), knowledge: knowledge, trust: trust).first?.endpoint?.id
    }

    @Test func anAuthoritysCertificateTellsTheService() throws {
        #expect(try endpoint([TestCertificates.submission, TestCertificates.issuing]) == "m365-submission")
    }

    @Test func anotherServersTellsNone() throws {
        #expect(try endpoint([TestCertificates.good, TestCertificates.issuing]) == nil)
    }

    @Test func aBoxDoesNotPassForTheService() throws {
        // Not even where the box's authority is trusted, as in a company that gives it to its computers.
        for trust in [Attempt.trust, TrustStore(given: [TestCertificates.box])] {
            #expect(try endpoint([TestCertificates.boxLeaf, TestCertificates.box], trust: trust) == nil)
        }
        #expect(try endpoint([TestCertificates.forged]) == nil)
    }

    @Test func anAuthorityThatDoesNotSignForTheServiceTellsNone() throws {
        let script =
            Script.clientHello()
            + Script.serverHello(with: [TestCertificates.submission, TestCertificates.issuing]) + Script.finished
            + Script.encrypted("C", octets: 60) + Script.encrypted("S", octets: 80) + "close from client"
        #expect(try attempt.session(script).endpoint == nil)
    }
}
