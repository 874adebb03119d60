import Capture

/// Prints frames as hexadecimal text, in the forms in which tools and firewalls do. Frames are Ethernet.
package struct DumpWriter: Sendable {
    package enum Form: String, Sendable, CaseIterable {
        /// `tcpdump -xx -n`
        case tcpdumpLink
        /// `tcpdump -X -tttt -n`: from the IP header on.
        case tcpdumpNetwork
        /// `diagnose sniffer packet port1 "…" 3`: seconds since it began.
        case fortiGate3
        /// `diagnose sniffer packet any "…" 6 0 a`: interface and direction, date and time.
        case fortiGate6
        /// `show capture NAME dump`: from the IP header on, without date. ARP is left out.
        case asa
        /// Wireshark's export of packets as plain text with bytes.
        case wireshark

        /// Whether the link header is printed.
        package var hasLinkHeader: Bool { self != .tcpdumpNetwork && self != .asa }
        package var hasDate: Bool { [.tcpdumpNetwork, .fortiGate6, .wireshark].contains(self) }
    }

    package var form: Form
    package var lineEnd = "\n"
    /// The interface of FortiGate's level 6, by the frame's index.
    package var interfaces = ["port1 in", "wan1 out"]

    package init(_ form: Form) { self.form = form }

    /// The whole text, with the lines that the tool puts around the packets.
    package func text(_ frames: [TestFrame]) -> String {
        var lines: [String] = banner
        let start = frames.first?.time.nanoseconds ?? 0
        for (index, frame) in frames.enumerated() { lines += packet(frame, number: index + 1, since: start) }
        lines += trailer
        return lines.map { $0 + lineEnd }.joined()
    }

    package func bytes(_ frames: [TestFrame]) -> [UInt8] { Array(text(frames).utf8) }

    private var banner: [String] {
        switch form {
        case .tcpdumpLink, .tcpdumpNetwork, .wireshark: []
        case .fortiGate3:
            ["FW01 # diagnose sniffer packet port1 'port 25' 3", "interfaces=[port1]", "filters=[port 25]"]
        case .fortiGate6:
            ["FW01 # diagnose sniffer packet any 'port 25' 6 0 a", "interfaces=[any]", "filters=[port 25]"]
        case .asa: ["asa# show capture CAPIN dump", "", "22 packets captured", ""]
        }
    }

    private var trailer: [String] {
        switch form {
        case .tcpdumpLink, .tcpdumpNetwork, .wireshark: []
        case .fortiGate3, .fortiGate6: ["^C", "22 packets received by filter", "0 packets dropped by kernel", "FW01 #"]
        case .asa: ["22 packets shown", "asa#"]
        }
    }

    /// Header line, hexadecimal and what separates it from the next packet.
    private func packet(_ frame: TestFrame, number: Int, since start: Int64) -> [String] {
        let network = networkOffset(frame.bytes)
        let isIP = frame.bytes.count > network && [4, 6].contains(frame.bytes[network] >> 4)
        if form == .asa, !isIP { return [] }
        let bytes = form.hasLinkHeader ? frame.bytes : Array(frame.bytes.dropFirst(network))
        let body = Self.rows(bytes).map(row)
        let time = frame.time.nanoseconds
        switch form {
        case .tcpdumpLink: return ["\(clock(time)) IP 192.168.10.50.54062 > 198.51.100.25.25: tcp 0"] + body
        case .tcpdumpNetwork: return ["\(date(time)) \(clock(time)) IP 192.168.10.50 > 198.51.100.25: tcp 0"] + body
        case .fortiGate3:
            return ["\(seconds(time - start)) 192.168.10.50.54062 -> 198.51.100.25.25: syn 1"] + body + [""]
        case .fortiGate6:
            let interface = interfaces[frame.interface % interfaces.count]
            let line = "\(date(time)) \(clock(time)) \(interface) 192.168.10.50.54062 -> 198.51.100.25.25: syn 1"
            return [line] + body + [""]
        case .asa:
            let index = String(repeating: " ", count: max(0, 4 - String(number).count)) + "\(number)"
            let tag = network > 14 ? " 802.1Q vlan#20 P0" : ""
            return ["\(index): \(clock(time))\(tag)  192.168.10.50.54062 > 198.51.100.25.25: S 1:1(0) win 8192 "] + body
        case .wireshark:
            return [
                "No.     Time                          Source                Destination           Protocol Length Info",
                "      \(number) \(date(time)) \(clock(time))    192.168.10.50         198.51.100.25    TCP      74",
                "", "Frame \(number): \(bytes.count) bytes on wire", "",
            ] + body + [""]
        }
    }

    private func row(_ offset: Int, _ bytes: ArraySlice<UInt8>) -> String {
        let octets = bytes.map { Self.hexadecimal(Int($0), digits: 2) }
        let pairs = stride(from: 0, to: octets.count, by: 2).map { octets[$0..<min($0 + 2, octets.count)].joined() }
        let text = String(decoding: bytes.map { (0x20..<0x7f).contains($0) ? $0 : 0x2e }, as: UTF8.self)
        let place = Self.hexadecimal(offset, digits: 4)
        let groups = pairs.joined(separator: " ")
        let padding = String(repeating: " ", count: max(0, 39 - groups.count))
        switch form {
        case .tcpdumpLink: return "\t0x\(place):  \(groups)"
        case .tcpdumpNetwork: return "\t0x\(place):  \(groups)\(padding)  \(text)"
        case .fortiGate3, .fortiGate6: return "0x\(place)\t \(groups)\t\(padding)\(text)"
        case .asa: return "0x\(place)   \(groups)\(padding)        \(text)"
        case .wireshark:
            let wide = octets.joined(separator: " ")
            return "\(place)  \(wide)\(String(repeating: " ", count: max(0, 47 - wide.count)))   \(text)"
        }
    }

    private static func rows(_ bytes: [UInt8]) -> [(Int, ArraySlice<UInt8>)] {
        stride(from: 0, to: bytes.count, by: 16).map { ($0, bytes[$0..<min($0 + 16, bytes.count)]) }
    }

    /// Where the network header begins, behind VLAN tags.
    private func networkOffset(_ bytes: [UInt8]) -> Int {
        var offset = 12
        while bytes.count >= offset + 6, bytes[offset] == 0x81, bytes[offset + 1] == 0 { offset += 4 }
        return offset + 2
    }

    private static func hexadecimal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private func decimal(_ value: Int64, digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private func clock(_ nanoseconds: Int64) -> String {
        let second = nanoseconds / 1_000_000_000 % 86_400
        let parts = [second / 3_600, second / 60 % 60, second % 60].map { decimal($0, digits: 2) }
        return parts.joined(separator: ":") + "." + decimal(nanoseconds / 1_000 % 1_000_000, digits: 6)
    }

    private func seconds(_ nanoseconds: Int64) -> String {
        "\(nanoseconds / 1_000_000_000)." + decimal(nanoseconds / 1_000 % 1_000_000, digits: 6)
    }

    /// By counting, as a check of the reader's formula.
    private func date(_ nanoseconds: Int64) -> String {
        var days = nanoseconds / 1_000_000_000 / 86_400
        var (year, month): (Int64, Int64) = (1_970, 1)
        func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        while days >= (isLeap(year) ? 366 : 365) {
            days -= isLeap(year) ? 366 : 365
            year += 1
        }
        for length in [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as [Int64] {
            if days < length { break }
            days -= length
            month += 1
        }
        return "\(year)-\(decimal(month, digits: 2))-\(decimal(days + 1, digits: 2))"
    }
}
