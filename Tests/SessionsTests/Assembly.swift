import Bytes
import Capture
import Packets
import SMTP
import Sessions
import Streams
import TestSupport

/// A capture's sessions, from frames.
struct Assembly {
    let sessions: [Session]
    let assembler: SessionAssembler

    init(_ frames: [TestFrame], linkType: LinkType = .ethernet, options: SessionAssembler.Options = .init()) {
        assembler = SessionAssembler(options)
        for (index, frame) in frames.enumerated() {
            assembler.process(frame.described(number: index + 1, linkType: linkType), frame.bytes.rawSpan)
        }
        sessions = assembler.finish()
    }

    init(script: String, from client: UInt16 = 54_062, to server: UInt16 = 25) throws {
        self.init(try TranscriptCapture(from: client, to: server).frames(script))
    }
}

extension Session {
    /// `EHLO→250`, one a command; the greeting has no verb.
    var summary: [String] {
        dialogue.exchanges.map { exchange in
            let verb = exchange.command.map { String($0.text.prefix { $0 != " " }) } ?? ""
            return verb + "→" + (exchange.reply.map { "\($0.code)" } ?? "")
        }
    }
}

extension TestFrame {
    /// Seconds after the transcripts' start.
    func at(_ seconds: Double) -> TestFrame {
        var frame = self
        frame.time = Timestamp(nanoseconds: Timestamp.testStart.nanoseconds + Int64(seconds * 1e9))
        return frame
    }
}

/// A private client and a server, as `TranscriptCapture` has them.
let clientAddress: FrameBuilder.Address = "192.168.10.50"
let serverAddress: FrameBuilder.Address = "198.51.100.25"
