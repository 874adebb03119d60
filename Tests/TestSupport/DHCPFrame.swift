package import Capture

/// A host asks for an address (RFC 2131).
package enum DHCPFrame {
    package static func payload(
        hardware: [UInt8], address: [UInt8], name: String, vendorClass: String? = nil, isRequest: Bool = true
    ) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: 236)
        octets[0] = isRequest ? 1 : 2
        octets[1] = 1
        octets[2] = 6
        octets.replaceSubrange(28..<34, with: hardware)
        octets += [0x63, 0x82, 0x53, 0x63, 53, 1, 3, 50, 4] + address
        octets += [12, UInt8(truncatingIfNeeded: name.utf8.count)] + Array(name.utf8)
        if let vendorClass {
            octets += [60, UInt8(truncatingIfNeeded: vendorClass.utf8.count)] + Array(vendorClass.utf8)
        }
        return octets + [255]
    }

    package static func request(
        hardware: FrameBuilder.HardwareAddress, address: [UInt8], name: String, at time: Timestamp = .testStart
    ) -> TestFrame {
        let bytes = FrameBuilder().ethernet(from: hardware, to: .broadcast)
            .ip(from: "0.0.0.0", to: "255.255.255.255")
            .udp(from: 68, to: 67)
            .payload(payload(hardware: hardware.octets, address: address, name: name))
            .bytes
        return TestFrame(bytes, at: time)
    }
}
