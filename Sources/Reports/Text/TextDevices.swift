import Diagnosis

/// A paragraph for each device whose sessions show more together than alone.
struct TextDevices {
    let devices: [ReportedDevice]
    let options: TextOptions

    /// Devices that are told; JSON has them all.
    private static let most = 20

    /// Empty where there is nothing to add.
    func lines() -> [String] {
        let telling = devices.map(DevicePhrases.init).filter { !$0.points.isEmpty }
        var lines = telling.prefix(Self.most).flatMap { phrases in
            [""] + Wrapping.fill(phrases.title, first: "", width: options.width).map(options.style.bold)
                + phrases.points.flatMap { Wrapping.fill($0, first: "  · ", width: options.width) }
        }
        if telling.count > Self.most {
            lines += [
                "", "\(Phrases.count(telling.count - Self.most, "more device")) with patterns: see --format json.",
            ]
        }
        return lines
    }
}
