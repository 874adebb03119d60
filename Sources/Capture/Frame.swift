/// What a capture says about one frame, beside its bytes.
package struct Frame: Sendable {
    /// The frame's number in its file, from 1, as Wireshark counts.
    package let number: Int
    package let timestamp: Timestamp
    package let linkType: LinkType
    /// Interface index in the file, over all its sections; 0 in a pcap.
    package let interface: Int
    /// Bytes in the file.
    package let capturedLength: Int
    /// Bytes on the wire; larger than `capturedLength` where the snap length cut the frame.
    package let originalLength: Int

    package init(
        number: Int, timestamp: Timestamp, linkType: LinkType, interface: Int, capturedLength: Int, originalLength: Int
    ) {
        self.number = number
        self.timestamp = timestamp
        self.linkType = linkType
        self.interface = interface
        self.capturedLength = capturedLength
        self.originalLength = originalLength
    }

    /// The same frame where numbers go on from another capture's: `first` is the number of the first one.
    package func numbered(from first: Int) -> Frame {
        guard first != 1 else { return self }
        return Frame(
            number: number &+ first &- 1, timestamp: timestamp, linkType: linkType, interface: interface,
            capturedLength: capturedLength, originalLength: originalLength)
    }
}
