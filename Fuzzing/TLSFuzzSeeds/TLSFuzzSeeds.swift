import Bytes
import Capture
import Foundation
import Packets
import SMTP
import Sessions
import Streams

/// Makes the fuzzer's first inputs of the captures in `Captures/tls`: each session with its keys, as steps.
@main enum TLSFuzzSeeds {
    static func main() throws {
        guard CommandLine.arguments.count == 3 else {
            print("usage: TLSFuzzSeeds Captures/tls FOLDER")
            exit(64)
        }
        let source = URL(fileURLWithPath: CommandLine.arguments[1])
        let target = URL(fileURLWithPath: CommandLine.arguments[2])
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: source.path).sorted()
        where name.hasSuffix(".pcap") {
            let stem = String(name.dropLast(5))
            let keyLog = (try? String(contentsOf: source.appendingPathComponent(stem + ".keys"), encoding: .utf8)) ?? ""
            let key = try? Data(contentsOf: source.appendingPathComponent(stem + ".pem"))
            for (index, seed) in try seeds(source.appendingPathComponent(name).path).enumerated() {
                var steps = SeedSteps()
                steps.add(0, lines(keyLog, of: seed.octets))
                if let key { steps.add(5, [UInt8](key)) }
                try Data(steps.octets + seed.octets).write(to: target.appendingPathComponent("\(stem)-\(index)"))
            }
        }
    }

    /// The lines of the key log whose client random stands in the octets.
    private static func lines(_ log: String, of octets: [UInt8]) -> [UInt8] {
        let text = octets.map { String(format: "%02x", $0) }.joined()
        let mine = log.split(separator: "\n").filter { line in
            line.split(separator: " ").dropFirst().first.map { text.contains($0) } ?? false
        }
        return Array((mine.joined(separator: "\n") + "\n").utf8)
    }

    private static func seeds(_ path: String) throws -> [SeedSteps] {
        let consumers = Consumers()
        let table = ConnectionTable(
            mailPorts: MailPorts.standard,
            hooks: ConnectionTable.Hooks(
                signature: { _, _ in .none }, consumer: { _, _ in consumers.make() }, finished: { _ in }))
        var file = try CaptureFile(path: path)
        file.forEachFrame { frame, bytes in
            let packet = PacketDecoder.decode(frame, bytes)
            if case .tcp(let tcp) = packet.transport, let ip = packet.ip {
                table.process(frame, packet, ip, tcp, bytes)
            }
            return true
        }
        table.finish()
        return consumers.all.map(\.steps)
    }
}

/// Steps of an input: what (1), length (2), octets.
struct SeedSteps {
    private(set) var octets: [UInt8] = []

    mutating func add(_ step: UInt8, _ content: [UInt8]) {
        octets += [step, UInt8(content.count >> 8 & 255), UInt8(content.count & 255)] + content
    }
}

final class Consumers {
    private(set) var all: [SeedRecorder] = []

    func make() -> SeedRecorder {
        let recorder = SeedRecorder()
        all.append(recorder)
        return recorder
    }
}

/// Keeps the octets of one connection from the ClientHello on.
final class SeedRecorder: StreamConsumer {
    private var parser = DialogueParser()
    private(set) var steps = SeedSteps()

    var isWanted: Bool { true }

    func startsMidStream() {}

    func receive(_ bytes: RawSpan, from side: Side, at origin: Origin) {
        var rest = bytes
        if !parser.isTLS {
            let moment = Moment(frame: origin.frame, nanoseconds: origin.time.nanoseconds)
            let taken = parser.receive(bytes, from: side == .client ? .client : .server, at: moment)
            guard parser.isTLS else { return }
            rest = bytes.extracting(taken..<bytes.byteCount)
        }
        if rest.byteCount > 0 { steps.add(side == .client ? 1 : 2, rest.copied()) }
    }

    func gap(_ octets: Int, from side: Side, reason: GapReason, at origin: Origin) {}
}
