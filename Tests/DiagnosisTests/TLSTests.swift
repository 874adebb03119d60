import Diagnosis
import Knowledge
import Testing

/// TLS in the wrong place, handshakes that break, and what encryption hides.
@Suite struct TLSTests {
    @Test(arguments: [UInt16(25), 587])
    func implicitOnAStartTLSPort(_ port: UInt16) throws {
        try Attempt(port: port).expect(
            Script.greeting + Script.clientHello() + "S: 500 5.5.1 Unrecognized command\nclose from client", .failed,
            at: .tls, .deviceConfig, "implicit-tls-on-starttls-port", .proven)
    }

    /// Nothing shows what the server speaks: the greeting may have been lost on the way.
    @Test func helloWithoutAnyAnswerProvesNothing() throws {
        let session = try Attempt(port: 2525).session(
            "connect\n" + Script.clientHello() + "wait 60s\nclose from client")
        #expect(session.verdict.confidence != .proven || session.verdict.responsible == .unknown)
        #expect(session.verdict.responsible == .unknown)
    }

    @Test func plainTextOnTheImplicitPort() throws {
        try Attempt(port: 465).expect(
            "connect\nwait 30s\nclose from client", .failed, at: .greeting, .deviceConfig,
            "plaintext-on-implicit-tls-port", by: .client)
        try Attempt(port: 465).expect(
            "connect\nC: EHLO copier\nwait 10s\nclose from server", .failed, at: .greeting, .deviceConfig,
            "plaintext-on-implicit-tls-port")
    }

    @Test func darkAfterStartTLS() throws {
        let session = try Attempt(port: 587).expect(
            Script.starttls + Script.clientHello() + Script.serverHello + Script.finished
                + Script.encrypted("C", octets: 60) + Script.encrypted("S", octets: 80)
                + Script.encrypted("C", octets: 30) + "close from client",
            .unknown, at: nil, .unknown, "encrypted-after-tls", by: .unknown)
        #expect(session.verdict.stageReached == .tls)
        // The login may be wrong, the sender forbidden: nothing of it shows.
        #expect(!session.verdict.cleared.contains { [.device, .credentials, .tenant].contains($0.party) })
        #expect(session.ladder.first { $0.stage == .rcpt }?.status == .unseen)
    }

    @Test func serverSaysThatTheVersionIsTooOld() throws {
        try Attempt(port: 587).expect(
            Script.starttls + Script.clientHello(0x0301) + Script.alert("S", 70) + "close from server", .failed,
            at: .tls,
            .deviceCapability, "tls-version-too-old")
    }

    /// The client offers TLS 1.2: an old server is as likely.
    @Test func modernClientIsNotTooOld() throws {
        let session = try Attempt(port: 587).session(
            Script.starttls + Script.clientHello() + Script.alert("S", 70) + "close from server")
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates.contains(.serverFault))
    }

    @Test func clientDistrustsTheCertificate() throws {
        let session = try Attempt(port: 587).session(
            Script.starttls + Script.clientHello() + Script.serverHello + Script.alert("C", 48) + "close from client")
        #expect(session.verdict.cause == "certificate-untrusted")
        #expect(session.verdict.responsible == .unknown)
    }

    @Test func certificateExpired() throws {
        let session = try Attempt(port: 587).session(
            Script.starttls + Script.clientHello() + Script.serverHello + Script.alert("C", 45) + "close from client")
        #expect(session.verdict.cause == "certificate-expired")
        #expect(Set(session.verdict.candidates) == [.serverFault, .deviceConfig])
    }

    @Test func resetDuringTheHandshake() throws {
        try Attempt(port: 587).expect(
            Script.starttls + Script.clientHello() + "rst from server", .unknown, at: .tls, .unknown,
            "reset-during-handshake")
    }
}
