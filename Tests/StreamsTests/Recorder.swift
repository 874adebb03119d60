import Bytes
import Streams

/// Writes down what a connection delivers: `C EHLO copier|` (the bar is a line end), `S 220 mx|`,
/// `gap client 12 notCaptured`, `mid-stream`.
final class Recorder: StreamConsumer {
    private(set) var events: [String] = []
    private(set) var octets: [Side: [UInt8]] = [.client: [], .server: []]
    var isWanted = true
    /// Content that shows that nobody wants this connection.
    var unwantedWord: String?

    /// False where only the numbers matter.
    var keepsText = true

    private var last: (side: Side, text: String)?

    func receive(_ bytes: RawSpan, from side: Side, at origin: Origin) {
        guard keepsText else { return }
        let copy = bytes.copied()
        octets[side, default: []] += copy
        let text = String(decoding: copy, as: UTF8.self).replacing("\r\n", with: "|")
        if let word = unwantedWord, text.contains(word) { isWanted = false }
        if let last, last.side == side {
            events.removeLast()
            note(side, last.text + text)
        } else {
            note(side, text)
        }
    }

    func gap(_ octets: Int, from side: Side, reason: GapReason, at origin: Origin) {
        events.append("gap \(side) \(octets) \(reason)")
        last = nil
    }

    func startsMidStream() {
        events.append("mid-stream")
        last = nil
    }

    /// Octets of one side that follow each other are one event, however they came.
    private func note(_ side: Side, _ text: String) {
        events.append((side == .client ? "C " : "S ") + text)
        last = (side, text)
    }
}
