import Capture
import Packets
import Sessions
import Streams
import TestSupport
import Testing

/// What explains an attempt and is not in it: DHCP, hosts that answer elsewhere, other attempts, names in the file.
@Suite struct SurroundingsTests {
    private func datagram(
        _ payload: [UInt8], from source: FrameBuilder.Address, _ port: UInt16, to destination: FrameBuilder.Address,
        _ other: UInt16, at seconds: Double
    ) -> TestFrame {
        TestFrame(
            FrameBuilder().ethernet().ip(from: source, to: destination).udp(from: port, to: other).payload(payload)
                .bytes
        ).at(seconds)
    }

    private func dhcp(_ operation: UInt8, _ options: [UInt8], at seconds: Double) -> TestFrame {
        var message: [UInt8] = [operation, 1, 6, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 192, 168, 10, 50]
        message += [UInt8](repeating: 0, count: 8) + [0x00, 0x26, 0x73, 0x1a, 0x2b, 0x3c]
        message += [UInt8](repeating: 0, count: 236 - message.count) + [0x63, 0x82, 0x53, 0x63] + options
        return operation == 1
            ? datagram(message, from: "0.0.0.0", 68, to: "255.255.255.255", 67, at: seconds)
            : datagram(message, from: "192.168.10.1", 67, to: "192.168.10.50", 68, at: seconds)
    }

    @Test func theLeaseOfTheClient() throws {
        let frames = [
            dhcp(1, [53, 1, 3, 12, 6] + Array("MFP-2F".utf8) + [255], at: -2),
            dhcp(2, [53, 1, 5, 6, 4, 192, 0, 2, 54, 255], at: -1.9),
            DNSFrames(resolver: "192.0.2.54").query("mail.example.net", at: 0),
            DNSFrames(resolver: "192.0.2.54").query("mail.example.net", at: 5),
        ]
        let session = try #require(Assembly(frames).sessions.first)
        #expect(session.lease?.nameServers.map(\.description) == ["192.0.2.54"])
        #expect(session.lease?.hostName == "MFP-2F")
        #expect(session.lookup?.queryTTL == 64)
    }

    @Test func aClosedNameServerSaysSo() throws {
        let query = DNSFrames(resolver: "192.0.2.54").query("mail.example.net", at: 0)
        let error = TestFrame(
            FrameBuilder().ethernet().ip(from: "192.0.2.54", to: clientAddress, ttl: 120).icmp(type: 3, code: 3)
                .payload([UInt8](query.bytes[14..<42])).bytes
        ).at(0.02)
        let session = try #require(Assembly([query, error]).sessions.first)
        #expect(session.lookup?.icmp.map(\.sender.description) == ["192.0.2.54"])
        #expect(session.lookup?.icmp.first?.message.meaning == "port unreachable")
    }

    @Test func aHostThatAnswersElsewhere() throws {
        let dark = try TranscriptCapture(from: 50_000, to: 25).frames("syn\nwait 1s\nsyn")
        let web = try TranscriptCapture(from: 50_001, to: 443).frames("connect").map {
            $0.shifted(byNanoseconds: 500_000_000)
        }
        let sessions = Assembly(dark.merged(with: web)).sessions
        #expect(sessions.count == 1)
        #expect(sessions.first?.reach.map(\.kind) == [.port(443)])
        #expect(sessions.first?.connection?.client.opening?.times.count == 2)
    }

    /// IPv6 first, IPv4 when that is silent (RFC 8305): one network card, one name, two addresses.
    @Test func theOtherVersionOfTheSameClient() throws {
        var silent = TranscriptCapture(from: 50_000, to: 25)
        silent.client.address = "2001:db8:1::50"
        silent.server.address = "2001:db8:2::25"
        let answered = try TranscriptCapture(from: 50_001, to: 25).frames("S: 220 mx\nC: QUIT\nS: 221 bye").map {
            $0.shifted(byNanoseconds: 300_000_000)
        }
        let dns = DNSFrames()
        let names = [
            dns.query("mx.example.net", at: -1), dns.query("mx.example.net", type: 28, at: -0.99),
            dns.answer("mx.example.net", [.a("198.51.100.25")], at: -0.9),
            dns.answer("mx.example.net", type: 28, [.aaaa("2001:db8:2::25")], at: -0.89),
        ]
        let sessions = Assembly((names + (try silent.frames("syn\nwait 1s\nsyn"))).merged(with: answered)).sessions
        #expect(sessions.count == 2)
        #expect(sessions.first?.attempts.map(\.isConnected) == [true])
    }

    @Test func anotherTryOfTheSameClient() throws {
        let dark = try TranscriptCapture(from: 50_000, to: 25).frames("syn\nwait 1s\nsyn")
        let retry = try TranscriptCapture(from: 50_001, to: 587).frames("S: 220 mx\nC: QUIT\nS: 221 bye").map {
            $0.shifted(byNanoseconds: 4_000_000_000)
        }
        let later = try TranscriptCapture(from: 50_002, to: 25).frames("syn").map {
            $0.shifted(byNanoseconds: 3_600_000_000_000)
        }
        let sessions = Assembly(dark.merged(with: retry).merged(with: later)).sessions
        #expect(sessions.count == 3)
        #expect(sessions[0].attempts.map(\.server.port) == [587])
        #expect(sessions[0].attempts.map(\.isConnected) == [true])
        #expect(sessions[1].attempts.isEmpty, "it connected: nothing needs explaining")
        #expect(sessions[2].attempts.isEmpty, "an hour later is another purpose")
    }

    @Test func namesInTheFile() throws {
        var sessions = try Assembly(script: "S: 220 mx\nC: QUIT").sessions
        RecordedNames([ResolvedName(address: [198, 51, 100, 25], names: ["MX.example.net", "other"])]).label(&sessions)
        #expect(sessions.first?.recordedName == "mx.example.net")
        RecordedNames([ResolvedName(address: [198, 51, 100], names: ["broken"])]).label(&sessions)
        #expect(sessions.first?.recordedName == "mx.example.net")
    }
}
