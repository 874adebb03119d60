import Capture
import Packets
import Streams
import TestSupport

/// Segments written by hand, with sequence numbers that count from the first octet after the SYN.
struct Flow {
    static let client = SocketAddress(IPAddress(v4: 0xc0a8_0a32), 54_062)
    static let server = SocketAddress(IPAddress(v4: 0xc633_6419), 25)

    var clientPort: UInt16 = 54_062
    var serverPort: UInt16 = 25
    /// Of the SYN.
    var clientStart: UInt32 = 1000
    var serverStart: UInt32 = 5000
    private(set) var frames: [TestFrame] = []
    private var identification: UInt16 = 0

    init(from clientPort: UInt16 = 54_062, to serverPort: UInt16 = 25) {
        self.clientPort = clientPort
        self.serverPort = serverPort
    }

    /// SYN, SYN-ACK, ACK in the first 20 ms.
    mutating func handshake(at milliseconds: Double = 0) {
        add(.client, -1, nil, [.syn], at: milliseconds)
        add(.server, -1, 0, [.syn, .ack], at: milliseconds + 10)
        add(.client, 0, 0, at: milliseconds + 20)
    }

    /// A segment with this text. `sequence` and `acknowledgement` count octets from the side's first one.
    mutating func add(
        _ side: Side, _ sequence: Int, _ acknowledgement: Int?, _ flags: FrameBuilder.TCPFlags = [.ack],
        _ text: String = "", at milliseconds: Double, ttl: UInt8 = 64, window: UInt16 = 501,
        options: [FrameBuilder.TCPOption] = [], identification own: UInt16? = nil
    ) {
        identification &+= 1
        let isClient = side == .client
        let start = isClient ? clientStart : serverStart
        let peerStart = isClient ? serverStart : clientStart
        let bytes = FrameBuilder()
            .ethernet(from: isClient ? .client : .gateway, to: isClient ? .gateway : .client)
            .ipv4(
                from: isClient ? "192.168.10.50" : "198.51.100.25", to: isClient ? "198.51.100.25" : "192.168.10.50",
                ttl: ttl, identification: own ?? identification
            )
            .tcp(
                from: isClient ? clientPort : serverPort, to: isClient ? serverPort : clientPort,
                sequence: start &+ 1 &+ UInt32(truncatingIfNeeded: sequence),
                acknowledgment: acknowledgement.map { peerStart &+ 1 &+ UInt32(truncatingIfNeeded: $0) } ?? 0,
                flags: flags, window: window, options: options
            )
            .payload(text.replacing("|", with: "\r\n"))
            .bytes
        frames.append(TestFrame(bytes, at: Timestamp(nanoseconds: Self.time(milliseconds))))
    }

    private static func time(_ milliseconds: Double) -> Int64 {
        Timestamp.testStart.nanoseconds + Int64(milliseconds * 1e6)
    }

    var replay: Replay { Replay(frames) }
}

/// A short session: greeting, EHLO, QUIT, closed by the server. Frame 4 is the greeting, 6 EHLO, 8 its reply, 10 QUIT,
/// 12 its reply; 5, 7, 9, 11 and 13 acknowledge; 14 to 17 close.
let shortSession = """
    S: 220 mx.example ESMTP
    C: EHLO copier
    S: 250-mx.example
    S: 250 SIZE 1000
    C: QUIT
    S: 221 bye
    close from server
    """

let shortSessionEvents = [
    "S 220 mx.example ESMTP|", "C EHLO copier|", "S 250-mx.example|250 SIZE 1000|", "C QUIT|", "S 221 bye|",
]
