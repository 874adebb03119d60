extension LinkType {
    /// The name in the tcpdump group's registry, without `LINKTYPE_`: "EN10MB". One that nobody knows is
    /// `LINKTYPE_` and its number.
    package var name: String {
        Self.names[rawValue] ?? nameInLibpcap ?? "LINKTYPE_\(rawValue)"
    }

    /// Also those whose name or number in files is not the one that libpcap uses in memory.
    private static let names: [UInt32: String] = [
        0: "NULL", 1: "EN10MB", 2: "EN3MB", 3: "AX25", 6: "IEEE802_5", 7: "ARCNET_BSD", 8: "SLIP", 9: "PPP",
        10: "FDDI", 12: "RAW", 14: "RAW", 50: "PPP_HDLC", 51: "PPP_ETHER", 100: "ATM_RFC1483", 101: "RAW",
        102: "SLIP_BSDOS", 103: "PPP_BSDOS", 104: "C_HDLC", 105: "IEEE802_11", 106: "ATM_CLIP", 107: "FRELAY",
        108: "LOOP", 109: "ENC", 113: "LINUX_SLL", 127: "IEEE802_11_RADIO", 228: "IPV4", 229: "IPV6",
        276: "LINUX_SLL2",
    ]
}
