/// Numbers as people say them.
package enum Phrase {
    /// "0.3 ms", "40 ms", "2.1 s", "4 min 10 s".
    static func seconds(_ value: Double) -> String {
        if value < 0.01, value > 0 { return "\(tenths(value * 1000)) ms" }
        if value < 1 { return "\(Int((value * 1000).rounded())) ms" }
        if value < 60 { return "\(tenths(value)) s" }
        let whole = Int(value.rounded())
        return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s"
    }

    static func octets(_ count: Int) -> String { count == 1 ? "1 octet" : "\(count) octets" }

    /// With a comma between thousands: `10,342`.
    package static func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return (value < 0 ? "-" : "") + text
    }

    /// `1 frame`, `17 frames`; the plural adds an s unless it is given.
    package static func count(_ value: Int, _ noun: String, plural: String? = nil) -> String {
        "\(number(value)) \(value == 1 ? noun : plural ?? noun + "s")"
    }

    /// "1 time", "3 times".
    static func times(_ count: Int) -> String { count == 1 ? "once" : count == 2 ? "twice" : "\(count) times" }

    private static func tenths(_ value: Double) -> String {
        let scaled = Int((value * 10).rounded())
        return scaled % 10 == 0 ? "\(scaled / 10)" : "\(scaled / 10).\(scaled % 10)"
    }
}
