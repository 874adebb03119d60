extension RuleFile {
    /// One entry of `makers`.
    func maker(_ node: RuleNode) throws(RuleFileError) -> Maker {
        let fields = try node.fields(["id", "name", "names", "hardware", "hosts", "sources", "sourced", "checked"])
        var names: [WordPattern] = []
        for entry in try fields.required("names").list() {
            guard let pattern = WordPattern(try entry.text()) else { throw entry.error("a word is expected here") }
            names.append(pattern)
        }
        var hardware: Set<UInt32> = []
        if let entry = fields["hardware"] {
            for word in try entry.text().split(separator: " ") {
                guard let prefix = Self.hardwarePrefix(word) else {
                    throw entry.error("'\(word)' is no address block like 00:26:73")
                }
                hardware.insert(prefix)
            }
        }
        var hosts: [FactoryName] = []
        for entry in fields["hosts"]?.list() ?? [] {
            guard let host = FactoryName(try entry.text()) else {
                throw entry.error("a host name like RNP<6 hex>, MFP<8 digits> or DiskStation* is expected here")
            }
            hosts.append(host)
        }
        let sources = try sources(of: fields)
        return Maker(
            id: try fields.required("id").text(), name: try fields.required("name").text(), names: names,
            hardware: hardware, hosts: hosts, sources: sources,
            checkedOn: try fields.day("checked") ?? (sources.isEmpty ? nil : checkedOn))
    }

    private static func hardwarePrefix(_ word: Substring) -> UInt32? {
        let octets = word.split(separator: ":", omittingEmptySubsequences: false)
        guard octets.count == 3, octets.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
        return octets.reduce(UInt32?(0)) { sum, octet in
            guard let sum, let value = UInt8(octet, radix: 16) else { return nil }
            return sum << 8 | UInt32(value)
        }
    }
}
