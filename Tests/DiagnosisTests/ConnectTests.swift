import Diagnosis
import Knowledge
import TestSupport
import Testing

/// No connection came about.
@Suite struct ConnectTests {
    private let far: Set<Responsible> = [.firewall, .isp, .networkPath, .serverFault]

    @Test func nobodyAnswersTheSYN() throws {
        let session = try Attempt(name: "contoso-com.mail.protection.outlook.com").expect(
            "syn\nwait 1s\nsyn\nwait 2s\nsyn", .unknown, at: .connect, .unknown, "syn-unanswered", or: far,
            by: EndedBy.none)
        #expect(session.verdict.stageReached == .resolve)
        #expect(session.verdict.nextCapture != nil)
    }

    @Test func nobodyAnswersTheSYNSeenOutside() throws {
        try Attempt.outside().expect(
            "syn\nwait 1s\nsyn", .unknown, at: .connect, .unknown, "syn-unanswered",
            or: [.isp, .networkPath, .serverFault])
    }

    /// A device with an address of its own in the Internet: the firewall may still be between.
    @Test func nobodyAnswersTheSYNOfAPublicDevice() throws {
        let device = Attempt().with { $0.transcript.client.address = "203.0.113.77" }
        let session = try device.session("syn\nwait 1s\nsyn")
        #expect(Set(session.verdict.candidates) == far)
    }

    @Test func nobodyAnswersTheSYNOverIPv6() throws {
        let device = Attempt().with {
            $0.transcript.client.address = "2001:db8:10::50"
            $0.transcript.server.address = "2001:db8:25::25"
        }
        let session = try device.session("syn\nwait 1s\nsyn")
        #expect(Set(session.verdict.candidates) == far)
    }

    @Test func refusedByTheServersAddress() throws {
        try Attempt(name: "mail.example.net").with { $0.resetTTL = 119 }.expect(
            "syn\nrst from server", .unknown, at: .connect, .unknown, "connection-refused",
            or: [.dnsConfig, .deviceConfig, .serverFault, .firewall, .isp], by: .server)
    }

    @Test func refusedByTheFirewall() throws {
        let near = Attempt().with {
            $0.resetTTL = 64; $0.transcript.roundTripMilliseconds = 1
        }
        try near.expect(
            "syn\nrst from server", .failed, at: .connect, .firewall, "firewall-rejects-port", by: .network, .likely)
    }

    /// A box beside the client needs no 25 ms: behind it something takes nothing off the TTL.
    @Test func aLateRefusalIsNotTheNextBoxs() throws {
        try Attempt().with { $0.resetTTL = 64 }.expect(
            "syn\nrst from server", .unknown, at: .connect, .unknown, "connection-refused", by: .server)
    }

    /// A relay on the same network whose program does not run: TTL 64 is its own.
    @Test func refusedByANeighbour() throws {
        let relay = Attempt().with {
            $0.transcript.server.address = "192.168.10.5"
            $0.resetTTL = 64
        }
        let session = try relay.expect(
            "syn\nrst from server", .unknown, at: .connect, .unknown, "connection-refused")
        #expect(!session.verdict.candidates.contains(.isp))
        #expect(session.verdict.candidates.contains(.serverFault))
    }

    @Test func resetInsteadOfAcknowledging() throws {
        try Attempt().expect(
            "syn\nsyn-ack\nrst from client", .testOnly, at: .greeting, .none, "tcp-connect-test-only")
    }

    // MARK: - ICMP

    private func icmp(
        _ type: UInt8, _ code: UInt8, from sender: FrameBuilder.Address, ttl: UInt8,
        server: FrameBuilder.Address = "198.51.100.25"
    ) -> Attempt {
        Attempt().with {
            let client = $0.transcript.client.address
            $0.transcript.server.address = server
            $0.damage = { $0.answered(byICMP: type, code: code, from: sender, ttl: ttl, to: client) }
        }
    }

    @Test func prohibitedByTheGateway() throws {
        try icmp(3, 13, from: "192.168.10.1", ttl: 64).expect(
            "syn\nwait 1s\nsyn", .failed, at: .connect, .firewall, "firewall-rejects-port", by: .network, .likely)
    }

    @Test func prohibitedByARouterOfTheProvider() throws {
        try icmp(3, 13, from: "203.0.113.1", ttl: 254).expect(
            "syn", .failed, at: .connect, .isp, "isp-rejects-port", by: .network)
    }

    /// Address translation of the provider (RFC 6598): its address is not public, and not the site's either.
    @Test func prohibitedByTheProvidersTranslator() throws {
        let session = try icmp(3, 13, from: "100.64.0.1", ttl: 254).session("syn")
        #expect(session.verdict.responsible == .isp)
    }

    /// Many server firewalls reject with this ICMP instead of a reset.
    @Test func prohibitedByTheServerItself() throws {
        let session = try icmp(3, 10, from: "198.51.100.25", ttl: 55).session("syn")
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates.contains(.serverPolicy))
        #expect(!session.verdict.candidates.contains(.isp))
    }

    @Test func hostUnreachable() throws {
        try icmp(3, 1, from: "203.0.113.1", ttl: 254).expect(
            "syn", .failed, at: .connect, .networkPath, "host-unreachable", or: [.isp, .serverFault], by: .network)
    }

    /// The gateway found nobody at an address of the site's own: the relay is off, or the address is wrong.
    @Test func unreachableRelay() throws {
        let session = try icmp(3, 1, from: "192.168.10.1", ttl: 64, server: "192.168.20.5").session("syn")
        #expect(session.verdict.cause == "host-unreachable")
        #expect(session.verdict.responsible == .unknown)
        #expect(session.verdict.candidates.contains(.deviceConfig))
    }

    @Test func timeExceeded() throws {
        try icmp(11, 0, from: "203.0.113.1", ttl: 250).expect(
            "syn", .failed, at: .connect, .networkPath, "routing-loop", or: [.isp], by: .network)
    }
}
