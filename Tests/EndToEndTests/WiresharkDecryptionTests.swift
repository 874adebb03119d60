import Bytes
import Capture
import Foundation
import Packets
import Sessions
import Streams
import TLS
import TestSupport
import Testing

/// What keys open, octet by octet against Wireshark.
@Suite(.enabled(if: Wireshark.isInstalled, "needs tshark")) struct WiresharkDecryptionTests {
    private static func compare(_ path: String, _ keyLog: String) throws -> Int {
        let keys = KeyedCapture.keys(try Repository.bytes(of: keyLog))
        let recorders = try Self.recorders(path, keys)
        for (stream, recorder) in recorders.enumerated() {
            let run = try Wireshark.run(
                "tshark",
                ["-r", path, "-o", "tls.keylog_file:\(keyLog)", "-q", "-z", "follow,tls,raw,\(stream)"])
            let lines = run.output.split(separator: "\n").drop { !$0.hasPrefix("Node 1") }.dropFirst()
                .filter { !$0.hasPrefix("=") }
            // Wireshark sets the end that it takes for the second one off with a tab.
            let first = lines.filter { !$0.hasPrefix("\t") }.joined()
            let second = lines.filter { $0.hasPrefix("\t") }.map { $0.dropFirst() }.joined()
            let mine = [recorder.client, recorder.server].map { $0.map { String(format: "%02x", $0) }.joined() }
            #expect(Set(mine) == Set([first, second]), "\(path), stream \(stream)")
        }
        return recorders.reduce(0) { $0 + $1.client.count + $1.server.count }
    }

    private static func recorders(_ path: String, _ keys: TLSKeys) throws -> [PlainTextRecorder] {
        var recorders: [(first: Int, recorder: PlainTextRecorder)] = []
        let table = ConnectionTable(
            mailPorts: MailPorts.standard,
            hooks: ConnectionTable.Hooks(
                signature: { _, _ in .none }, consumer: { _, _ in PlainTextRecorder(keys: keys) },
                finished: { connection in
                    guard let recorder = connection.consumer as? PlainTextRecorder else { return }
                    recorders.append((connection.facts.first.frame, recorder))
                }))
        var file = try CaptureFile(path: path)
        file.forEachFrame { frame, bytes in
            let packet = PacketDecoder.decode(frame, bytes)
            if case .tcp(let tcp) = packet.transport, let ip = packet.ip {
                table.process(frame, packet, ip, tcp, bytes)
            }
            return true
        }
        table.finish()
        return recorders.sorted { $0.first < $1.first }.map(\.recorder)
    }

    @Test(arguments: KeyedCapture.names)
    func everyCipher(_ name: String) throws {
        let path = Repository.capture("tls/\(name)")
        #expect(try Self.compare(path + ".pcap", path + ".keys") > 10_000)
    }

    private static let lab: [String] = {
        guard let shared = Repository.shared else { return [] }
        let folder = shared + "/lab/captures"
        return Repository.names(in: folder).map { folder + "/" + $0 }.filter { folder in
            (try? Repository.bytes(of: folder + "/keylog.txt").count).map { $0 > 0 } ?? false
        }
    }()

    @Test(.enabled(if: Repository.shared != nil, "needs the shared captures"), arguments: ["inside", "outside"])
    func theLab(_ side: String) throws {
        var octets = 0
        for folder in Self.lab { octets += try Self.compare("\(folder)/\(side).pcap", folder + "/keylog.txt") }
        #expect(octets > 10_000)
    }
}
