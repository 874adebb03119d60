/// An interface that a capture declares. A pcap file has one, without a name.
package struct CaptureInterface: Equatable, Sendable {
    package let linkType: LinkType
    /// Bytes kept of each frame; 0 without a limit.
    package let snapLength: Int
    /// "eth0", where the file says so.
    package let name: String?

    package init(linkType: LinkType, snapLength: Int, name: String? = nil) {
        self.linkType = linkType
        self.snapLength = snapLength
        self.name = name
    }
}
