import Diagnosis
import Foundation
import Sessions
import TLS
import TestSupport
import Testing

/// Certificates in the report, and the options that decide what is trusted and what can be read.
@Suite(.enabled(if: Program.path != nil, "the program is not built beside the tests")) struct TLSOptionTests {
    private let folder: TemporaryFolder
    private let capture = Repository.capture("tls/tls12.pcap")

    init() throws { folder = try TemporaryFolder() }

    private func sessions(_ arguments: [String]) throws -> [[String: Any]] {
        let run = try Program.run(["--format", "json"] + arguments)
        #expect(run.status == 0, "\(run.complaints)")
        let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        return try #require(report?["sessions"] as? [[String: Any]])
    }

    private func certificate(_ session: [String: Any]?) -> [String: Any]? {
        (session?["tls"] as? [String: Any])?["certificate"] as? [String: Any]
    }

    // MARK: - The certificate as the report has it

    @Test func everyFieldOfTheCertificate() throws {
        let found = try #require(certificate(try sessions([capture]).first))
        #expect(found["subject"] as? String == "CN=lab.example")
        #expect(found["issuer"] as? String == "CN=lab.example")
        #expect(found["names"] as? [String] == ["lab.example"])
        #expect(found["not_before"] as? String == "2026-11-25T22:45:26Z")
        #expect(found["not_after"] as? String == "2036-11-22T22:45:26Z")
        #expect(found["trusted"] as? Bool == false)
        #expect(found["problems"] as? [String] == ["self-signed"])
        #expect(found["name_used"] as? String == "lab.example" && found["name_used_source"] as? String == "sni")
        #expect(found["name_matches"] as? Bool == true)
        let chain = try #require(found["chain"] as? [[String: Any]])
        #expect(chain.count == 1)
        #expect(chain[0]["self_signed"] as? Bool == true && chain[0]["ca"] as? Bool == true)
        #expect(chain[0]["key"] as? String == "EC 256" && chain[0]["signature"] as? String == "ecdsa-with-SHA256")
        #expect((chain[0]["sha256"] as? String)?.count == 64 && chain[0]["serial"] is String)
    }

    /// TLS 1.3 encrypts it: keys show it, and without them nothing is said of it.
    @Test func theCertificateOfTLS13NeedsKeys() throws {
        let capture = Repository.capture("tls/tls13.pcap")
        #expect(try sessions([capture]).allSatisfy { certificate($0) == nil })
        let keyed = try sessions(["--keylog", Repository.capture("tls/tls13.keys"), capture])
        #expect(keyed.allSatisfy { certificate($0)?["subject"] as? String == "CN=lab.example" })
    }

    // MARK: - Whom to trust

    /// The certificate of the first session, as PEM, out of the capture itself.
    private func authority() throws -> String {
        let sessions = try RecordedCapture("tls/tls12.pcap").judged()
        let der = try #require(sessions.first?.session.tls?.serverCertificates.first)
        let text = Data(der).base64EncodedString(options: .lineLength64Characters)
        return "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
    }

    @Test func anAuthorityOfItsOwn() throws {
        let pem = try folder.write(Array(try authority().utf8), "root.pem")
        let found = certificate(try sessions(["--ca-file", pem, capture]).first)
        #expect(found?["trusted"] as? Bool == true)
        #expect(found?["problems"] as? [String] == [])
    }

    @Test func aMissingAuthority() throws {
        let run = try Program.run(["--ca-file", folder.path + "/none.pem", capture])
        #expect(run.status == 64)
        #expect(run.complaints.contains("none.pem: cannot be read") && run.output == "")
    }

    @Test func aDirectoryForAnAuthority() throws {
        let run = try Program.run(["--ca-file", folder.path, capture])
        #expect(run.status == 64)
        #expect(run.complaints.contains("\(folder.path): cannot be read") && run.output == "")
    }

    @Test(arguments: [
        "", "no certificate\n", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n",
    ])
    func aFileWithoutACertificate(_ content: String) throws {
        let file = try folder.write(Array(content.utf8), "empty.pem")
        let run = try Program.run(["--ca-file", file, capture])
        #expect(run.status == 64)
        #expect(run.complaints.contains("empty.pem: no certificate in it") && run.output == "")
    }

    // MARK: - Evidence of what keys opened

    /// What the evidence of a session that keys opened says, read again in three ways.
    @Test func evidenceOfASessionThatKeysOpened() throws {
        let keys = Repository.capture("tls/tls12.keys")
        func verdict(_ arguments: [String]) throws -> [String: Any] {
            let sessions = try sessions(arguments)
            #expect(sessions.count == 1)
            return try #require(sessions.first?["verdict"] as? [String: Any])
        }
        func extract(_ name: String, _ options: [String]) throws -> String {
            let file = folder.file(name)
            let run = try Program.run(["extract", capture, "--keylog", keys, "--session", "1", "-o", file] + options)
            #expect(run.status == 0, "\(run.complaints)")
            return file
        }
        let plain = try extract("plain.pcapng", [])
        let dark = try verdict([plain])
        #expect(dark["confidence"] as? String != "proven" || dark["cause"] as? String == "encrypted-after-tls")
        let again = try verdict([plain, "--keylog", keys])
        #expect(again["cause"] as? String == "delivered" && again["confidence"] as? String == "proven")
        let open = try verdict([try extract("open.pcapng", ["--unredacted", "--with-keys"])])
        #expect(open["cause"] as? String == "delivered" && open["confidence"] as? String == "proven")
    }

    // MARK: - A guess

    /// Whatever lengths tell of these sessions, a delivery that is only possible does not pass.
    @Test func aGuessDoesNotPassTheCheck() throws {
        let sessions = try sessions([capture])
        for (index, session) in sessions.enumerated() {
            let verdict = try #require(session["verdict"] as? [String: Any])
            let isCertain = verdict["outcome"] as? String == "delivered" && verdict["confidence"] as? String == "likely"
            let run = try Program.run(["--check", "--quiet", "--session", "\(index + 1)", capture])
            #expect((run.status == 0) == isCertain, "session \(index + 1): \(run.output)")
        }
    }
}
