import TLS
import TestSupport
import Testing

/// Certificates judged: fields, names, times, chains and authorities.
@Suite struct CertificateTests {
    /// Seconds of 2026-06-01, when the good ones are valid.
    static let june2026: Int64 = 1_780_272_000
    static let june2024: Int64 = 1_717_200_000
    static let host = CertificateName("mail.example.net", .sni)
    let store = TrustStore(given: [TestCertificates.root])

    func examine(
        _ chain: [[UInt8]], for name: CertificateName? = host, at seconds: Int64? = june2026
    ) throws -> CertificateFindings {
        try #require(store.examine(chain, for: name, at: seconds))
    }

    @Test func fieldsOfACertificate() throws {
        let findings = try examine([TestCertificates.good, TestCertificates.issuing])
        let leaf = try #require(findings.leaf)
        #expect(leaf.subject == "CN=mail.example.net, O=Example")
        #expect(leaf.subjectCommonName == "mail.example.net")
        #expect(leaf.issuer == "CN=Test Issuing, O=Example Trust")
        #expect(leaf.issuerOrganization == "Example Trust")
        #expect(leaf.names == ["mail.example.net", "*.relay.example.net"])
        #expect(leaf.addresses == ["192.0.2.25"])
        #expect(leaf.notBefore == 1_767_225_600)
        #expect(leaf.notAfter == 1_798_761_600)
        #expect(leaf.keyType == "EC" && leaf.keyBits == 256)
        #expect(leaf.signatureAlgorithm == "ecdsa-with-SHA256")
        #expect(!leaf.isAuthority && !leaf.isSelfSigned && leaf.isForServers)
        #expect(leaf.fingerprint.count == 64)
        #expect(findings.chain[1].isAuthority)
    }

    @Test func soundChain() throws {
        let findings = try examine([TestCertificates.good, TestCertificates.issuing])
        #expect(findings.trust == .trusted(anchor: "Test Root"))
        #expect(findings.isSound)
        #expect(findings.problems.isEmpty)
        // The root may be sent along.
        #expect(try examine([TestCertificates.good, TestCertificates.issuing, TestCertificates.root]).isSound)
    }

    @Test(arguments: [
        ("mail.example.net", true), ("MAIL.Example.NET", true), ("mail.example.net.", true),
        ("a.relay.example.net", true), ("a.b.relay.example.net", false), ("relay.example.net", false),
        ("example.net", false), ("mail.example.net.evil.example", false), ("192.0.2.25", true), ("192.0.2.26", false),
        ("", false),
    ])
    func names(_ name: String, _ fits: Bool) throws {
        let findings = try examine([TestCertificates.good], for: CertificateName(name, .sni))
        #expect(findings.nameMatch == (fits ? .matches : .differs))
    }

    /// RFC 9525 §2: the common name no longer counts.
    @Test func commonNameAlone() throws {
        let findings = try examine([TestCertificates.commonName, TestCertificates.issuing])
        #expect(findings.nameMatch == .commonNameOnly)
        #expect(!findings.isSound)
        #expect(findings.problems == ["common-name-only"])
    }

    /// The client may have used a name that the capture does not hold.
    @Test func anAddressProvesNoMismatch() throws {
        let other = CertificateName("198.51.100.7", .address)
        #expect(try examine([TestCertificates.good], for: other).nameMatch == .unknown)
        #expect(
            try examine([TestCertificates.good], for: CertificateName("192.0.2.25", .address)).nameMatch == .matches)
        #expect(try examine([TestCertificates.good], for: nil).nameMatch == .unknown)
    }

    @Test func timesAreThoseOfTheCapture() throws {
        let good = [TestCertificates.good, TestCertificates.issuing]
        #expect(try examine(good, at: Self.june2026).expired.isEmpty)
        // Remembered for one time, judged anew at another.
        #expect(try examine(good, at: 1_798_761_601).expired.count == 1)
        #expect(try examine(good, at: 1_798_761_600).expired.isEmpty)
        #expect(try examine(good, at: Self.june2024).notYetValid.count == 1)
        let expired = [TestCertificates.expired, TestCertificates.issuing]
        let findings = try examine(expired)
        #expect(findings.expired.map(\.title) == ["mail.example.net"])
        #expect(findings.isTrusted && !findings.isSound)
        #expect(try examine(expired, at: Self.june2024).isSound)
        #expect(try examine([TestCertificates.early, TestCertificates.issuing]).problems == ["not-yet-valid"])
    }

    /// A dump without dates begins at 1970: nothing can be said about validity.
    @Test func withoutADateNoTimeIsJudged() throws {
        let findings = try examine([TestCertificates.expired, TestCertificates.issuing], at: 40_000)
        #expect(findings.expired.isEmpty && findings.notYetValid.isEmpty)
        #expect(findings.judgedAt == nil && findings.isTrusted && !findings.isSound)
    }

    @Test func authorities() throws {
        #expect(try examine([TestCertificates.selfSigned]).trust == .selfSigned)
        #expect(
            try examine([TestCertificates.strangers, TestCertificates.stranger]).trust
                == .unknownRoot("Contoso Internal Root"))
        #expect(
            try examine([TestCertificates.strangers]).trust == .issuerMissing("Contoso Internal Root", isLeafs: true))
        #expect(
            try examine([TestCertificates.good]).trust == .issuerMissing("Test Issuing", isLeafs: true))
        // A self-signed one that was given is trusted, and so is a given intermediate.
        let pinned = TrustStore(given: [TestCertificates.selfSigned, TestCertificates.issuing])
        #expect(pinned.examine([TestCertificates.selfSigned], for: Self.host, at: Self.june2026)?.isSound ?? false)
        #expect(pinned.examine([TestCertificates.good], for: Self.host, at: Self.june2026)?.isSound ?? false)
    }

    @Test func orderOfTheChain() throws {
        let swapped = try examine([TestCertificates.good, TestCertificates.root, TestCertificates.issuing])
        #expect(!swapped.isInOrder && swapped.isTrusted)
        let stuffed = try examine([TestCertificates.good, TestCertificates.issuing, TestCertificates.stranger])
        #expect(stuffed.isInOrder && stuffed.unrelated == 1 && stuffed.isTrusted)
    }

    @Test func weakAndUnfitCertificates() throws {
        let weak = try examine([TestCertificates.weak])
        #expect(weak.leaf?.hasWeakKey ?? false)
        #expect(weak.leaf?.hasWeakSignature ?? false)
        #expect(Set(weak.problems).isSuperset(of: ["weak-key", "weak-signature"]))
        let unfit = try examine([TestCertificates.clientOnly, TestCertificates.issuing])
        #expect(unfit.problems.contains("not-for-servers"))
        #expect(!unfit.isTrusted)
        #expect(try !examine([TestCertificates.good]).problems.contains("weak-key"))
    }

    @Test func filesOfAuthorities() {
        #expect(TrustStore.authorities(TestCertificates.root) == [TestCertificates.root])
        #expect(TrustStore.authorities(Array("no certificate".utf8)).isEmpty)
        #expect(TrustStore.authorities([]).isEmpty)
        let pem = Array(
            ("words before\n" + TestCertificates.pem(TestCertificates.root) + "\n"
                + TestCertificates.pem(TestCertificates.stranger)).utf8)
        #expect(TrustStore.authorities(pem) == [TestCertificates.root, TestCertificates.stranger])
    }

    /// Whatever a server sends: no trap, and no memory of it that harms a good chain.
    @Test func hostileCertificates() {
        var random = SplitMix64(seed: 7)
        let seeds = [TestCertificates.good, TestCertificates.weak, TestCertificates.clientOnly]
        for round in 0..<600 {
            var der = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                der[Int.random(in: der.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if round % 5 == 0 { der.removeLast(Int.random(in: 0..<der.count, using: &random)) }
            _ = store.examine([der, TestCertificates.issuing, der], for: Self.host, at: Self.june2026)
        }
        #expect(store.examine([], for: Self.host, at: 0) == nil)
        #expect(store.examine([[]], for: Self.host, at: .max) == nil)
        #expect(store.examine([[UInt8](repeating: 0x30, count: 100_000)], for: nil, at: nil) == nil)
        let many = [TestCertificates.good] + [[UInt8]](repeating: TestCertificates.issuing, count: 500)
        #expect(store.examine(many, for: Self.host, at: Self.june2026)?.isTrusted ?? false)
        #expect(store.examine([TestCertificates.good, TestCertificates.issuing], for: nil, at: .min)?.judgedAt == nil)
    }
}
