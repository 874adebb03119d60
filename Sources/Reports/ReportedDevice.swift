package import Diagnosis
package import Knowledge

/// A device with what its sessions show together, and where their frames are.
package struct ReportedDevice: Sendable {
    package var story: DeviceStory
    /// By session number.
    var places: [Int: FramePlaces]

    /// nil where none of its sessions was chosen. Patterns stay where they speak of a chosen session; the numbers are
    /// those of the whole report.
    func selecting(_ sessions: Set<Int>) -> ReportedDevice? {
        guard story.sessions.contains(where: sessions.contains) else { return nil }
        var device = self
        device.story.patterns = story.patterns.filter { pattern in
            pattern.signs.contains { sessions.contains($0.session) }
        }
        return device
    }
}

extension Report {
    /// Devices that are told, those with patterns first.
    private static let mostDevices = 1_000

    /// Adds what the sessions show together. It looks at all of them, so it comes before a selection.
    package mutating func tellDevices(_ knowledge: KnowledgeBase) {
        let teller = DeviceStories(knowledge: knowledge)
        var found: [ReportedDevice] = []
        for set in Set(entries.lazy.map(\.set)).sorted() {
            let own = entries.lazy.filter { $0.set == set }
            let stories = teller.stories(own.map { ($0.id, $0.diagnosed) })
            let places = Dictionary(own.map { ($0.id, $0.places) }) { first, _ in first }
            for story in stories {
                let named = (story.habits + story.patterns).flatMap { $0.signs.map(\.session) }
                let needed = Dictionary(named.compactMap { id in places[id].map { (id, $0) } }) { first, _ in first }
                found.append(ReportedDevice(story: story, places: needed))
            }
        }
        if found.count > Self.mostDevices {
            let telling = found.filter { !$0.story.patterns.isEmpty } + found.filter { $0.story.patterns.isEmpty }
            devicesOmitted = found.count - Self.mostDevices
            found = Array(telling.prefix(Self.mostDevices))
        }
        devices = found
    }
}
