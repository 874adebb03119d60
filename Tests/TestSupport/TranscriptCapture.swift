package import Capture

/// Makes the frames of one TCP connection from a readable script, as a capture at the client sees them.
///
///     let frames = try TranscriptCapture().frames("""
///         S: 220 mx.example ESMTP
///         C: EHLO copier
///         S: 250-mx.example
///         S: 250 STARTTLS
///         wait 2s
///         C: QUIT
///         S: 221 bye
///         close from server
///         """)
///
/// `C:` and `S:` send a line with CRLF, `C|` and `S|` without. Lines of one side that follow each other directly are
/// one write; an empty line, a comment (`#`) or any step between them makes two. `\r \n \0 \\ \xHH` are known.
///
/// | Step | Frames |
/// |---|---|
/// | `connect` | SYN, SYN-ACK, ACK; comes first by itself where no `syn` is written |
/// | `syn`, `syn-ack` | that frame alone; another `syn` is its retransmission |
/// | `midstream` | as the first line: the handshake was not captured |
/// | a write | one frame per `mss` octets, then the other side's ACK |
/// | `body 3000 from client` | a write of 3000 octets of message lines |
/// | `ack from S`, `rst from S` | that frame (S is `client` or `server`) |
/// | `fin from S` | FIN, then the other side's ACK |
/// | `close from S` | FIN, ACK, FIN of the other side, ACK |
/// | `retransmit from S` | the last frame of S that had data or FIN, once more |
/// | `window 0 from S` | an ACK that announces this window, unscaled |
/// | `acks off`, `acks on` | whether data and FIN are acknowledged by themselves |
/// | `wait 250ms` | nothing; also `us` and `s` |
package struct TranscriptCapture: Sendable {
    /// One end of the connection.
    package struct Endpoint: Sendable {
        package var address: FrameBuilder.Address
        package var port: UInt16
        package var hardware: FrameBuilder.HardwareAddress
        package var ttl: UInt8
        package var initialSequence: UInt32

        package init(
            _ address: FrameBuilder.Address, port: UInt16, hardware: FrameBuilder.HardwareAddress, ttl: UInt8 = 64,
            initialSequence: UInt32
        ) {
            self.address = address
            self.port = port
            self.hardware = hardware
            self.ttl = ttl
            self.initialSequence = initialSequence
        }
    }

    package enum Link: Sendable { case ethernet, linuxCooked, linuxCooked2, null, raw }

    package var client = Endpoint("192.168.10.50", port: 54062, hardware: .client, initialSequence: 1000)
    package var server = Endpoint("198.51.100.25", port: 25, hardware: .gateway, ttl: 52, initialSequence: 5000)
    /// The MSS that both sides announce and the size of a full segment.
    package var maximumSegmentSize: UInt16 = 1460
    package var start = Timestamp.testStart
    /// From a client's segment to the server's answer, in milliseconds.
    package var roundTripMilliseconds = 20.0
    package var link = Link.ethernet
    /// 802.1Q tags of the Ethernet frames, the outermost first.
    package var vlans: [UInt16] = []

    package init() {}

    package init(from clientPort: UInt16, to serverPort: UInt16) {
        client.port = clientPort
        server.port = serverPort
    }

    /// What `PcapWriter` has to be told.
    package var linkType: LinkType {
        switch link {
        case .ethernet: .ethernet
        case .linuxCooked: .linuxCooked
        case .linuxCooked2: .linuxCooked2
        case .null: .null
        case .raw: .raw
        }
    }

    package func frames(_ script: String) throws(TranscriptError) -> [TestFrame] {
        var connection = TranscriptConnection(self)
        for step in try TranscriptStep.steps(of: script) { connection.perform(step) }
        return connection.frames
    }

    /// A pcap file of the script's frames.
    package func pcap(_ script: String) throws(TranscriptError) -> [UInt8] {
        PcapWriter(linkType: linkType).file(try frames(script))
    }
}
