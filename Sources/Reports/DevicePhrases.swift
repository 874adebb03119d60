import Knowledge
import Diagnosis
import Packets

/// What the formats for people say of a device in the same words.
struct DevicePhrases {
    private let device: ReportedDevice

    init(_ device: ReportedDevice) { self.device = device }

    private var story: DeviceStory { device.story }

    /// `Ricoh 192.168.10.50 “RNP1A2B3C”, sessions 1–5`.
    var title: String {
        let addresses = story.addresses.prefix(3).map { "\($0)" }.joined(separator: ", ")
        let name = story.identity.name.map { " “\(Printable.text($0))”" } ?? ""
        let vendor = story.identity.vendor.map { Printable.text($0) + " " } ?? ""
        let several = story.mayBeSeveral ? " (behind it there may be several)" : ""
        return
            "\(vendor)\(addresses)\(story.addresses.count > 3 ? ", …" : "")\(name)\(several), \(DeviceStory.phrase(story.sessions))"
    }

    /// One sentence or two a pattern, then the habits; empty where the sessions together say no more than each.
    var points: [String] {
        let habits = story.habits.filter { $0.isNotable && !isTold($0) }
        guard !story.patterns.isEmpty || (story.sessions.count > 1 && !habits.isEmpty) else { return [] }
        return story.patterns.map(sentence) + habits.map(sentence)
    }

    /// A pattern that is there has said it.
    private func isTold(_ habit: DeviceStory.Remark) -> Bool {
        habit.id == "test-depth" && story.patterns.contains { $0.id == "test-passes-delivery-fails" }
    }

    private func sentence(_ remark: DeviceStory.Remark) -> String {
        let text = Self.capital(remark.text) + "."
        return remark.meaning.map { text + " " + $0.meaning } ?? text
    }

    private static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
