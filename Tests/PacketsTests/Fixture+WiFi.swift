import TestSupport

extension Fixture {
    static let wifi: [Fixture] = [
        wifi("802.11 from the access point", 105, frame(control: [0x08, 0x02], a: ap, b: bss, c: station)),
        wifi("802.11 to the access point", 105, frame(control: [0x08, 0x01], a: bss, b: station, c: ap)),
        wifi("802.11 without access point", 105, frame(control: [0x08, 0x00], a: ap, b: station, c: bss)),
        wifi("802.11 between access points", 105, frame(control: [0x08, 0x03], a: bss, b: bss, c: ap, after: station)),
        wifi("802.11 QoS", 105, frame(control: [0x88, 0x01], a: bss, b: station, c: ap, after: [0, 0])),
        wifi(
            "802.11 QoS with HT control", 105,
            frame(control: [0x88, 0x81], a: bss, b: station, c: ap, after: [0, 0, 1, 2, 3, 4])),
        wifi("802.11 A-MSDU", 105, aggregate),
        wifi("radiotap", 127, radiotap(present: [0, 0, 0, 0], fields: [], toAP)),
        wifi(
            "radiotap, aligned body and check sequence", 127,
            radiotap(
                present: [0x03, 0, 0, 0x80, 0, 0, 0, 0], fields: [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0x30],
                frame(control: [0x88, 0x01], a: bss, b: station, c: ap, after: [0, 0, 0, 0]) + [9, 9, 9, 9])),
        wifi("Prism", 119, [0, 0, 0, 0x44, 144, 0, 0, 0] + [UInt8](repeating: 0, count: 136) + toAP),
        wifi("AVS", 163, [0x80, 0x21, 0x10, 1, 0, 0, 0, 64] + [UInt8](repeating: 0, count: 56) + toAP),
        wifi("PPI", 192, [0, 0, 8, 0, 105, 0, 0, 0] + toAP),
    ]

    static let station: [UInt8] = [2, 0, 0, 0, 0, 0x50]
    static let ap: [UInt8] = [2, 0, 0, 0, 0, 1]
    private static let bss: [UInt8] = [2, 0, 0, 0, 9, 9]
    static let toAP = frame(control: [0x08, 0x01], a: bss, b: station, c: ap)

    private static func wifi(_ name: String, _ linkType: UInt32, _ bytes: [UInt8]) -> Fixture {
        Fixture(name, linkType: linkType, FrameBuilder().payload(bytes), source: 0x0200_0000_0050)
    }

    /// `after`: fourth address, QoS and HT control, padding.
    static func frame(
        control: [UInt8], a: [UInt8], b: [UInt8], c: [UInt8], sequence: [UInt8] = [0, 0], after: [UInt8] = [],
        body: [UInt8]? = nil
    ) -> [UInt8] {
        let snap: [UInt8] = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0]
        return control + [0, 0] + a + b + c + sequence + after + (body ?? snap + FrameBuilder.mail.bytes)
    }

    private static var aggregate: [UInt8] {
        let frame = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0] + FrameBuilder.mail.bytes
        return self.frame(
            control: [0x88, 0x01], a: bss, b: bss, c: bss, after: [0x80, 0],
            body: ap + station + big16(frame.count) + frame)
    }

    private static func radiotap(present: [UInt8], fields: [UInt8], _ frame: [UInt8]) -> [UInt8] {
        [0, 0] + little16(4 + present.count + fields.count) + present + fields + frame
    }
}
