import Packets

/// What the IP fragments of a capture take from it, or say about it.
struct TextFragments {
    let counts: FragmentCounts

    /// None where all were put together without a doubt, or there were none.
    func findings() -> [(isTrouble: Bool, text: String)] {
        var findings: [(isTrouble: Bool, text: String)] = []
        if counts.incomplete > 0 {
            let datagrams = Phrases.count(counts.incomplete, "fragmented datagram")
            findings.append(
                (
                    true,
                    "\(datagrams) without all fragments: only a first fragment has ports, so a filter on ports loses "
                        + "the others; capture with 'or (ip[6:2] & 0x1fff != 0)', for IPv6 'or ip6 proto 44'"
                ))
        }
        if counts.overlapping > 0 {
            let overlapping = Phrases.count(counts.overlapping, "IP fragment")
            let differing = counts.conflicting > 0 ? ", \(Phrases.number(counts.conflicting)) with other octets" : ""
            findings.append(
                (counts.conflicting > 0, "\(overlapping) overlapping\(differing): what came first was taken"))
        }
        return findings
    }
}
