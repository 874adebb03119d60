import Capture
import TestSupport

/// The frames of name look-ups (RFC 1035), of ARP and of ICMP errors, as a device's port shows them.
struct NameFrames {
    var client: FrameBuilder.Address
    var resolver: FrameBuilder.Address = "192.0.2.53"

    enum Answer {
        case address(FrameBuilder.Address)
        /// RCODE: 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED; 0 without records is "no address".
        case code(UInt8)
    }

    /// A query and its answer, one second before the transcript's start.
    func answered(_ name: String, by address: FrameBuilder.Address) -> [TestFrame] {
        [query(name, second: -1), answer(name, .address(address), second: -0.98)]
    }

    func query(_ name: String, second: Double) -> TestFrame {
        frame(message(name, flags: [0x01, 0x00], answer: []), fromClient: true, second: second)
    }

    func answer(_ name: String, _ answer: Answer, second: Double) -> TestFrame {
        switch answer {
        case .code(let code):
            return frame(message(name, flags: [0x81, 0x80 | code], answer: []), fromClient: false, second: second)
        case .address(let address):
            let type: UInt8 = address.isIPv6 ? 28 : 1
            let record: [UInt8] =
                [0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, UInt8(address.octets.count)] + address.octets
            let body = message(name, flags: [0x81, 0x80], answer: record, type: type)
            return frame(body, fromClient: false, second: second)
        }
    }

    static func arpRequest(
        _ sender: FrameBuilder.Address, asksFor target: FrameBuilder.Address, second: Double
    ) -> TestFrame {
        let bytes = FrameBuilder().ethernet(to: .broadcast).arp(.request, sender: sender, target: target).bytes
        return TestFrame(bytes, at: .testStart).shifted(byNanoseconds: Int64(second * 1e9))
    }

    private func message(_ name: String, flags: [UInt8], answer: [UInt8], type: UInt8 = 1) -> [UInt8] {
        var bytes: [UInt8] = [0x12, 0x34] + flags
        bytes += [0, 1, 0, answer.isEmpty ? 0 : 1, 0, 0, 0, 0]
        for label in name.split(separator: ".") { bytes += [UInt8(label.utf8.count)] + Array(label.utf8) }
        bytes += [0, 0, type, 0, 1]
        return bytes + answer
    }

    private func frame(_ message: [UInt8], fromClient: Bool, second: Double) -> TestFrame {
        let (source, destination) = fromClient ? (client, resolver) : (resolver, client)
        let bytes = FrameBuilder()
            .ethernet(from: fromClient ? .client : .gateway, to: fromClient ? .gateway : .client)
            .ip(from: source, to: destination)
            .udp(from: fromClient ? 40_000 : 53, to: fromClient ? 53 : 40_000)
            .payload(message).bytes
        return TestFrame(bytes, at: .testStart).shifted(byNanoseconds: Int64(second * 1e9))
    }
}

extension [TestFrame] {
    /// With an ICMP error about the first frame, from `sender`, 5 ms after it.
    func answered(
        byICMP type: UInt8, code: UInt8, from sender: FrameBuilder.Address, ttl: UInt8, to client: FrameBuilder.Address
    ) -> [TestFrame] {
        guard let first else { return self }
        let bytes = FrameBuilder().ethernet(from: .gateway, to: .client)
            .ip(from: sender, to: client, ttl: ttl).icmp(type: type, code: code)
            .payload([UInt8](first.bytes[14..<42])).bytes
        let error = TestFrame(bytes, at: first.time).shifted(byNanoseconds: 5_000_000)
        return [first, error] + dropFirst()
    }
}
