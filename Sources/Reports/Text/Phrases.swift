import Capture
import Diagnosis

/// Numbers, frames and names as people read them.
package enum Phrases {
    /// With a comma between thousands: `10,342`.
    package static func number(_ value: Int) -> String {
        Phrase.number(value)
    }

    /// `1 frame`, `17 frames`; the plural adds an s unless it is given.
    package static func count(_ value: Int, _ noun: String, plural: String? = nil) -> String {
        Phrase.count(value, noun, plural: plural)
    }

    /// `23 ms`, `0.41 s`, `12 s`, `3 min 20 s`, `2 h 5 min`.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, abs(seconds) < 1e10 else { return "? s" }
        if seconds < 0.0005 { return "0 ms" }
        if seconds < 0.1 { return "\(Int((seconds * 1e3).rounded())) ms" }
        if seconds < 9.995 {
            let hundredths = Int((seconds * 100).rounded())
            let rest = hundredths % 100
            return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) s"
        }
        let whole = Int(seconds.rounded())
        if whole < 120 { return "\(whole) s" }
        if whole < 7_200 { return "\(whole / 60) min" + (whole % 60 == 0 ? "" : " \(whole % 60) s") }
        return "\(number(whole / 3_600)) h" + (whole / 60 % 60 == 0 ? "" : " \(whole / 60 % 60) min")
    }

    /// Frame numbers as ranges: `3, 5–9`; at most six, then an ellipsis.
    package static func frames(_ frames: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for frame in Set(frames).sorted() {
            if let last = ranges.last, last.upperBound &+ 1 == frame {
                ranges[ranges.count - 1] = last.lowerBound...frame
            } else {
                ranges.append(frame...frame)
            }
        }
        let shown = ranges.prefix(6).map { range in
            switch range.count {
            case 1: "\(range.lowerBound)"
            case 2: "\(range.lowerBound), \(range.upperBound)"
            default: "\(range.lowerBound)–\(range.upperBound)"
            }
        }
        return shown.joined(separator: ", ") + (ranges.count > 6 ? ", …" : "")
    }

    /// From the first to the last: `frames 1–17`. For what all frames between them show.
    package static func between(_ frames: [Int]) -> String {
        guard let first = frames.min(), let last = frames.max() else { return "" }
        return first == last ? "frame \(first)" : "frames \(first)–\(last)"
    }

    /// `a`, `a and b`, `a, b and c`.
    package static func list(_ items: [String], _ word: String = "and") -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(word) " + last
    }

    static func name(_ party: ClearableParty) -> String {
        switch party {
        case .isp: "ISP"
        case .networkPath: "path"
        case .dns: "DNS"
        case .device, .server, .firewall, .credentials, .tenant, .reputation: party.rawValue
        }
    }

    static func name(_ responsible: Responsible) -> String {
        switch responsible {
        case .deviceConfig: "the device's settings"
        case .deviceCapability: "the device: its firmware cannot do it"
        case .deviceFault: "a fault of the device"
        case .credentials: "the credentials"
        case .tenantConfig: "the sender's own mail administrator"
        case .serverPolicy: "the server's policy"
        case .serverFault: "a fault of the server"
        case .reputation: "the reputation of the sending address"
        case .recipient: "the recipient"
        case .message: "the message"
        case .dnsConfig: "DNS"
        case .firewall: "the firewall"
        case .isp: "the ISP"
        case .networkPath: "the network path"
        case .capture: "the capture"
        case .none: "nobody"
        case .unknown: "not known"
        }
    }

    static func name(_ outcome: Outcome) -> String { outcome.rawValue }

    /// The mark at the head of a session.
    static func mark(_ outcome: Outcome) -> String {
        switch outcome {
        case .delivered: "✓"
        case .partial: "◐"
        case .refused, .failed: "✗"
        case .testOnly: "○"
        case .unknown: "?"
        }
    }

    /// What most link types are called outside of registries.
    static func linkType(_ name: String) -> String {
        switch name {
        case "EN10MB": "Ethernet"
        case "NULL", "LOOP": "loopback"
        case "RAW", "IPV4", "IPV6": "raw IP"
        case "LINUX_SLL", "LINUX_SLL2": "Linux cooked"
        default: name
        }
    }

    /// What a container is called.
    static func format(_ format: CaptureSummary.Format) -> String {
        switch format {
        case .pcap, .pcapng, .snoop, .live: format.rawValue
        case .erf: "ERF"
        case .text: "text dump"
        }
    }
}
