/// An ARP request or reply for IPv4 over Ethernet (RFC 826).
package struct ARPHeader: Sendable {
    package var isReply: Bool
    package var sender: MACAddress
    package var senderAddress: IPAddress
    package var targetAddress: IPAddress
}
