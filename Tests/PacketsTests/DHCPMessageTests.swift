import Bytes
import Packets
import TestSupport
import Testing

@Suite struct DHCPMessageTests {
    /// The fixed part of RFC 2131 §2, then options.
    static func octets(_ operation: UInt8, given: [UInt8] = [192, 168, 10, 50], _ options: [UInt8]) -> [UInt8] {
        var message: [UInt8] = [operation, 1, 6, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0] + given
        message += [UInt8](repeating: 0, count: 8) + [0x00, 0x26, 0x73, 0x1a, 0x2b, 0x3c]
        message += [UInt8](repeating: 0, count: 236 - message.count) + [0x63, 0x82, 0x53, 0x63]
        return message + options
    }

    private func read(_ octets: [UInt8]) -> DHCPMessage? {
        DHCPMessage(octets.rawSpan, in: 0..<octets.count)
    }

    private let acknowledgement: [UInt8] = [
        53, 1, 5, 54, 4, 192, 168, 10, 1, 3, 4, 192, 168, 10, 1, 6, 8, 192, 168, 10, 1, 192, 0, 2, 54, 255,
    ]

    @Test func anAcknowledgement() throws {
        let message = try #require(read(Self.octets(2, acknowledgement)))
        #expect(message.kind == .acknowledgement)
        #expect(message.client.description == "192.168.10.50")
        #expect(message.hardware.description == "00:26:73:1a:2b:3c")
        #expect(message.server?.description == "192.168.10.1")
        #expect(message.routers.map(\.description) == ["192.168.10.1"])
        #expect(message.nameServers.map(\.description) == ["192.168.10.1", "192.0.2.54"])
    }

    @Test func aClientSaysItsName() throws {
        let message = try #require(read(Self.octets(1, [53, 1, 3, 12, 6] + Array("MFP-2F".utf8) + [255])))
        #expect(message.kind == .request)
        #expect(message.hostName == "MFP-2F")
    }

    @Test func aClientSaysWhatItIs() throws {
        let options: [UInt8] = [53, 1, 3, 50, 4, 192, 168, 10, 77, 60, 9] + Array("RICOH MFP".utf8) + [255]
        let message = try #require(read(Self.octets(1, given: [0, 0, 0, 0], options)))
        #expect(message.vendorClass == "RICOH MFP")
        #expect(message.requested?.description == "192.168.10.77")
    }

    @Test func withoutATypeItIsBOOTP() {
        #expect(read(Self.octets(2, [3, 4, 192, 168, 10, 1, 255])) == nil)
    }

    /// Whatever is cut or wrong ends the reading; nothing traps.
    @Test func anyOctetsAreSafe() {
        let whole = Self.octets(2, acknowledgement)
        for length in 0..<whole.count { _ = read(Array(whole.prefix(length))) }
        var random = SplitMix64(seed: 5)
        for _ in 0..<500 {
            var octets = whole
            for _ in 0..<4 {
                octets[Int(random.next() % UInt64(octets.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            _ = read(octets)
        }
    }
}
