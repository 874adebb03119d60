/// What each finding is called, and what to do about it. `{…}` is filled in.
extension HealthFinding.Kind {
    struct Words {
        var text: String
        var advice: String?
    }

    func words(isLive: Bool) -> Words {
        switch self {
        case .packetsDropped:
            isLive
                ? Words(text: "{packets} dropped by the kernel", advice: "raise --buffer")
                : Words(text: "{packets} dropped while capturing", advice: "use a larger buffer, -B 65536")
        case .framesCut: Words(text: "{frames} cut short{limit}", advice: "capture with -s 0")
        case .oneDirection:
            Words(text: "{sessions} with one direction only", advice: "mirror both directions of the port")
        case .octetsNotCaptured:
            Words(
                text: "{octets} acknowledged and not in the capture, lost by the capture and not by the network",
                advice:
                    "use a larger buffer, -B 65536, and a mirror port as fast as all that it mirrors together")
        case .fileDamaged: Words(text: "{message}")
        case .fragmentsMissing:
            Words(
                text:
                    "{datagrams} without all fragments, of which only the first has ports and passes a filter on ports",
                advice: "capture with 'or (ip[6:2] & 0x1fff != 0)', for IPv6 'or ip6 proto 44'")
        case .fragmentsContradict, .fragmentsOverlap:
            Words(text: "{fragments} overlapping{conflicts}, of which what came first was taken")
        case .notDecoded: Words(text: "{packets} not decoded{reasons}")
        case .clockSetBack:
            Words(
                text: "the clock went back {times}, so durations may be wrong",
                advice: "let the clock of the capturing machine be slewed, not set, while it captures")
        case .framesOutOfOrder:
            Words(
                text: "{frames} out of time order, so durations may be wrong",
                advice: "capture with one tool for all interfaces; reordercap sorts a file")
        case .severalClocks:
            Words(
                text: "{sessions} captured at two points whose clocks differ by {seconds}, so durations may be wrong",
                advice: "capture both interfaces on one machine, or set both clocks by NTP before")
        case .segmentsOverMTU:
            Words(
                text:
                    "{sessions} with segments of up to {octets}, larger than the wire carries, as the network card splits or joins them (offload)",
                advice: "ethtool -K INTERFACE tso off gso off gro off lro off, while capturing")
        case .checksumsOffloaded:
            Words(
                text: "{sessions} with checksums left to the network card of the machine that captured, and not judged",
                advice: "ethtool -K INTERFACE tx off rx off, or capture at a mirror port")
        case .octetsLost:
            Words(
                text: "{octets} sent, never acknowledged and not seen here, lost on the way here and not by the capture"
            )
        case .duplicates:
            Words(
                text: "{copies} of packets removed, as the capture shows them twice",
                advice: "mirror one port, not both ends of a way, and not a VLAN in both directions")
        case .startsInSession:
            Words(
                text: "{sessions} begun before the capture", advice: "start it before the device tries to send")
        case .endsInSession:
            Words(
                text: "{sessions} still open at the end of the capture",
                advice: "stop it after the device has given up")
        case .fileNote: Words(text: "{message}")
        }
    }
}
