extension KnowledgeBase {
    /// In the order of the files.
    package var makers: [Maker] { lateMakers.current }

    package func maker(_ id: String) -> Maker? { makers.first { $0.id == id } }

    /// The maker that a text names, such as an X-Mailer field, a DHCP vendor class or a registry's entry.
    package func maker(namedIn text: String) -> Maker? {
        let words = Set(WordPattern.words(of: text))
        return makers.first { $0.isNamed(in: words) }
    }

    /// The maker whose devices have such host names from the factory.
    package func maker(ofHost name: String) -> Maker? {
        makers.first { $0.hosts.contains { $0.matches(name) } }
    }

    /// The maker that a hardware address belongs to, by the built-in table.
    package func maker(ofHardware address: UInt64) -> Maker? {
        // Loopback has no addresses.
        guard address != 0 else { return nil }
        let prefix = UInt32(truncatingIfNeeded: address >> 24)
        return makers.first { $0.hardware.contains(prefix) }
    }

    /// Who a block of hardware addresses was assigned to, by the list that ``hardwareRegistry`` reads.
    package func registeredOwner(ofHardware address: UInt64) -> String? {
        // Addresses that are made up locally, or for groups, are nobody's (IEEE 802 §8.2).
        guard address != 0, address >> 40 & 3 == 0 else { return nil }
        return hardwareRegistry?.owner(UInt32(truncatingIfNeeded: address >> 24))
    }

    /// A maker with a known id replaces the old one.
    mutating func put(_ fresh: [Maker]) {
        guard !fresh.isEmpty else { return }
        let ids = Set(fresh.map(\.id))
        lateMakers = LateValue(makers.filter { !ids.contains($0.id) } + fresh)
    }

    mutating func put(_ fresh: [PanelCode]) {
        guard !fresh.isEmpty else { return }
        latePanelCodes = LateValue(panelCodes + fresh)
    }

    /// What devices show on their panels when mail was not sent.
    package var panelCodes: [PanelCode] { latePanelCodes.current }

    /// What a habit or a pattern means, by its id.
    package func meaning(ofObservation id: String) -> Observation? { lateObservations.current[id] }

    mutating func put(_ fresh: [Observation]) {
        guard !fresh.isEmpty else { return }
        lateObservations = LateValue(
            lateObservations.current.merging(fresh.map { ($0.id, $0) }) { $1 })
    }
}
