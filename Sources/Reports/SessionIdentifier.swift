import Packets
import Sessions
import Streams
import Capture

/// A session's id that stays the same whenever the same packets are read: `C` and 64 bits of FNV-1a in hexadecimal.
enum SessionIdentifier {
    static func of(_ session: Session) -> String {
        let target = session.server?.description ?? session.lookup?.name ?? session.neighbour?.target.description ?? ""
        let text = "\(session.client)|\(target)|\(session.first.time.nanoseconds)"
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for octet in text.utf8 { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return "C" + String(repeating: "0", count: max(0, 16 - digits.count)) + digits
    }
}
