import Capture
import TestSupport

/// Frames of name look-ups (RFC 1035 §4).
struct DNSFrames {
    var client: FrameBuilder.Address = clientAddress
    var resolver: FrameBuilder.Address = "192.168.10.1"

    enum Record {
        case a(FrameBuilder.Address), aaaa(FrameBuilder.Address), cname(String)
    }

    func query(_ name: String, type: UInt16 = 1, at seconds: Double) -> TestFrame {
        datagram(from: client, 40_053, to: resolver, 53, message(name, type, flags: 0x0100, []), at: seconds)
    }

    /// `code`: 0 no error, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED.
    func answer(
        _ name: String, type: UInt16 = 1, code: UInt16 = 0, _ records: [Record] = [], at seconds: Double
    ) -> TestFrame {
        datagram(
            from: resolver, 53, to: client, 40_053, message(name, type, flags: 0x8180 | code, records), at: seconds)
    }

    private func datagram(
        from source: FrameBuilder.Address, _ sourcePort: UInt16, to destination: FrameBuilder.Address,
        _ destinationPort: UInt16, _ octets: [UInt8], at seconds: Double
    ) -> TestFrame {
        let bytes = FrameBuilder().ethernet().ip(from: source, to: destination)
            .udp(from: sourcePort, to: destinationPort).payload(octets).bytes
        return TestFrame(bytes).at(seconds)
    }

    private func message(_ name: String, _ type: UInt16, flags: UInt16, _ records: [Record]) -> [UInt8] {
        var octets: [UInt8] = [0, 7] + two(flags) + [0, 1] + two(UInt16(records.count)) + [0, 0, 0, 0]
        octets += labels(name) + two(type) + [0, 1]
        for record in records {
            let (type, content): (UInt16, [UInt8]) =
                switch record {
                case .a(let address): (1, address.octets)
                case .aaaa(let address): (28, address.octets)
                case .cname(let alias): (5, labels(alias))
                }
            // The owner is a pointer to the question.
            octets += [0xc0, 12] + two(type) + [0, 1, 0, 0, 0, 60] + two(UInt16(content.count)) + content
        }
        return octets
    }

    private func labels(_ name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    private func two(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }
}
