import Capture

/// Link types of the tcpdump group's registry that only the decoder's table names.
extension LinkType {
    static let ppp = LinkType(rawValue: 9)
    /// PPP in HDLC-like framing (RFC 1662), or Cisco HDLC on the same line.
    static let pppHDLC = LinkType(rawValue: 50)
    /// PPPoE without the Ethernet header.
    static let pppEthernet = LinkType(rawValue: 51)
    /// RFC 2684 (once 1483) with LLC: the cell's header is not in the capture.
    static let atmRFC1483 = LinkType(rawValue: 100)
    static let ciscoHDLC = LinkType(rawValue: 104)
    static let ieee80211 = LinkType(rawValue: 105)
    /// OpenBSD's and FreeBSD's packet filter log.
    static let pflog = LinkType(rawValue: 117)
    static let ieee80211Prism = LinkType(rawValue: 119)
    static let ieee80211Radiotap = LinkType(rawValue: 127)
    static let ieee80211AVS = LinkType(rawValue: 163)
    static let pppPPPD = LinkType(rawValue: 166)
    /// Per-Packet Information, a wrapper of another link type.
    static let ppi = LinkType(rawValue: 192)
    static let pppWithDirection = LinkType(rawValue: 204)
    static let nflog = LinkType(rawValue: 239)
    /// Apple's wrapper of another link type, with the process that sent.
    static let pktap = LinkType(rawValue: 258)
    /// Ethernet with its 8-octet preamble (IEEE 802.3br mPackets).
    static let ethernetMPacket = LinkType(rawValue: 274)
}
