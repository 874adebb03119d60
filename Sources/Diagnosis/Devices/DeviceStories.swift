import Capture
package import Knowledge
import Packets
import SMTP
import Sessions
import Streams

/// Sorts sessions by device, and asks for each device what its sessions show together.
package struct DeviceStories: Sendable {
    private let knowledge: KnowledgeBase

    package init(knowledge: KnowledgeBase) { self.knowledge = knowledge }

    /// What makes two sessions the same device's.
    private enum Key: Hashable {
        case hardware(MACAddress)
        case address(IPAddress)
        /// Behind address translation: only those that call themselves the same.
        case behind(IPAddress, String?)
    }

    /// In the order of their first sessions. `sessions` are those of one capture or set, with their numbers.
    package func stories(_ sessions: some Sequence<(id: Int, diagnosed: DiagnosedSession)>) -> [DeviceStory] {
        var order: [Key] = []
        var groups: [Key: [Attempt]] = [:]
        for (id, diagnosed) in sessions {
            let key = Self.key(diagnosed)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(Attempt(id: id, diagnosed: diagnosed))
        }
        return order.compactMap { key in groups[key].flatMap { story(key, $0) } }
    }

    private static func key(_ diagnosed: DiagnosedSession) -> Key {
        let session = diagnosed.session
        if diagnosed.client.ownsHardware, let mac = session.clientMAC { return .hardware(mac) }
        if session.client.address.isPrivate { return .address(session.client.address) }
        return .behind(session.client.address, diagnosed.session.dialogue.clientName)
    }

    private func story(_ key: Key, _ attempts: [Attempt]) -> DeviceStory? {
        guard let first = attempts.first else { return nil }
        let inOrder = attempts.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
        var addresses: [IPAddress] = []
        for attempt in attempts where !addresses.contains(attempt.session.client.address) {
            addresses.append(attempt.session.client.address)
        }
        var story = DeviceStory(
            addresses: addresses, mac: nil,
            identity: attempts.first { $0.diagnosed.client.vendor != nil }?.diagnosed.client ?? first.diagnosed.client,
            mayBeSeveral: false, sessions: attempts.ids.sorted(), habits: Habits.of(inOrder),
            patterns: attempts.count > 1 ? Patterns.of(inOrder) : [])
        if story.identity.name == nil, let named = attempts.first(where: { $0.diagnosed.client.name != nil }) {
            story.identity.name = named.diagnosed.client.name
            story.identity.nameSource = named.diagnosed.client.nameSource
        }
        switch key {
        case .hardware(let mac): story.mac = mac
        case .address: break
        case .behind: story.mayBeSeveral = true
        }
        explain(&story.habits)
        explain(&story.patterns)
        return story
    }

    private func explain(_ remarks: inout [DeviceStory.Remark]) {
        for index in remarks.indices where remarks[index].isNotable {
            remarks[index].meaning = knowledge.meaning(ofObservation: remarks[index].id)
        }
    }
}
