import Diagnosis
import Knowledge
import TestSupport
import Testing

/// A reset under the server's address: its TTL tells how far it came.
@Suite struct ResetTests {
    private let far: Set<Responsible> = [.firewall, .isp, .networkPath, .serverFault]

    @Test(arguments: [
        ("connect\n", "greeting", "reset-before-greeting"),
        (Script.greeting + "C: EHLO copier\n", "ehlo", "reset-without-reply"),
        (Script.mail + "C: RCPT TO:<office@example.net>\n", "rcpt", "reset-without-reply"),
        (Script.data + "body 3000 from client\n", "accepted", "reset-mid-data"),
    ])
    func withTheServersTTL(_ script: String, _ stage: String, _ cause: String) throws {
        try Attempt().expect(
            script + "rst from server", .unknown, at: Stage(rawValue: stage), .unknown, cause, or: far, by: .server)
    }

    @Test(arguments: [UInt8(64), 128, 255])
    func thatCrossedNoRouter(_ ttl: UInt8) throws {
        let session = try Attempt().with { $0.resetTTL = ttl }.expect(
            Script.greeting + "C: EHLO copier\nrst from server", .failed, at: .ehlo, .firewall,
            "firewall-injects-reset", by: .network, .likely)
        #expect(!session.verdict.cleared.contains { $0.party == .firewall })
    }

    @Test func thatCrossedNoRouterAfterAPause() throws {
        try Attempt().with {
            $0.resetTTL = 64; $0.transcript.roundTripMilliseconds = 1
        }.expect(
            Script.mail + "wait 600s\nC: RCPT TO:<office@example.net>\nrst from server", .failed, at: .rcpt,
            .firewall, "firewall-state-timeout", by: .network)
    }

    /// Addresses are public at both ends: the server's other packets show that it is far.
    @Test func thatCrossedNoRouterOverIPv6() throws {
        let device = Attempt().with {
            $0.transcript.client.address = "2001:db8:10::50"
            $0.transcript.server.address = "2001:db8:25::25"
            $0.resetTTL = 64
        }
        try device.expect(
            Script.greeting + "C: EHLO copier\nrst from server", .failed, at: .ehlo, .firewall,
            "firewall-injects-reset", by: .network, .likely)
    }

    /// Beyond one router of a site, a reset that crossed none did not come from next door: nobody can say from where.
    @Test func seenBehindARouterOfTheSite() throws {
        let session = try Attempt().with {
            $0.transcript.client.ttl = 63; $0.resetTTL = 64
        }.session(
            Script.greeting + "C: EHLO copier\nrst from server")
        #expect(session.verdict.responsible == .unknown)
    }

    @Test func fromElsewhereOnThePath() throws {
        try Attempt().with { $0.resetTTL = 249 }.expect(
            Script.greeting + "C: EHLO copier\nrst from server", .unknown, at: .ehlo, .unknown, "path-injects-reset",
            or: [.firewall, .isp, .networkPath], by: .network)
    }

    /// A load balancer before the server, or another program on it, resets with its own initial TTL from the same
    /// distance: 255 - 246 is 128 - 119.
    @Test(arguments: [UInt8(246), 247, 55])
    func fromTheServersDistance(_ ttl: UInt8) throws {
        try Attempt().with { $0.resetTTL = ttl }.expect(
            Script.greeting + "C: EHLO copier\nrst from server", .unknown, at: .ehlo, .unknown, "reset-without-reply",
            or: far)
    }

    /// A relay in the same network: TTL 64 is its own, and there is no firewall between.
    @Test func ofANeighbour() throws {
        let relay = Attempt().with {
            $0.transcript.server.address = "192.168.10.5"
            $0.transcript.server.ttl = 64
        }
        let session = try relay.session(Script.greeting + "C: EHLO copier\nrst from server")
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates == [.serverFault, .networkPath])
    }

    /// A machine on the client's own network resets in its name: no word of the client's.
    @Test(arguments: [Script.data + "body 3000 from client\n", Script.ehlo])
    func aResetFromAnotherNetworkCard(_ script: String) throws {
        let attempt = Attempt().withClientResets(from: [0, 0x0c, 0x29, 0x99, 0x88, 0x77])
        let session = try attempt.session(script + "rst from client")
        #expect(session.verdict.cause == "path-injects-reset")
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.reset?.because.contains("00:0c:29:99:88:77") == true)
    }

    /// Another machine with the client's address does not know of the connection.
    @Test func anotherMachineAnswersTheSYNACK() throws {
        let attempt = Attempt().withClientResets(from: [0, 0x0c, 0x29, 0x11, 0x11, 0x11])
        try attempt.expect(
            "syn\nsyn-ack\nrst from client", .unknown, at: .connect, .unknown, "synack-unanswered",
            or: [.deviceConfig, .firewall, .networkPath], by: .network)
    }
}
