package import Packets
import Streams

/// Whether the capture that was given as the inner one was taken beyond the other: address translation hides a private
/// address from the outside, and each router on the way takes one from the time to live.
package enum SwappedSides {
    /// What shows it; nil where nothing does, or where something speaks against it. `inside`, `outside`: all clients that
    /// the captures show, of look-ups, too.
    package static func sign(_ pairs: [PairedSession], inside: [IPAddress], outside: [IPAddress]) -> String? {
        var sign: String?
        for pair in pairs {
            guard let inside = pair.inside?.connection, let outside = pair.outside?.connection else { continue }
            let (inner, outer) = (inside.clientAddress.address, outside.clientAddress.address)
            switch (inner.isPrivate, outer.isPrivate) {
            case (false, true): sign = sign ?? "OUTSIDE shows the client as \(outer), INSIDE as \(inner)"
            case (true, false): return nil
            default:
                // A box that keeps two connections sends with a time to live of its own.
                guard pair.relation == .passed || pair.relation == .shifted, let mine = inside.client.ttlFirst,
                    let theirs = outside.client.ttlFirst,
                    let answer = inside.server.ttlFirst, let other = outside.server.ttlFirst
                else { continue }
                if mine > theirs, answer < other { return nil }
                if mine < theirs, answer > other {
                    sign =
                        sign
                        ?? "the client's packets have TTL \(mine) inside and \(theirs) outside, the server's \(answer) and \(other)"
                }
            }
        }
        return sign ?? loneSign(inside, outside)
    }

    /// Nothing was matched: a device that is public inside and private outside tells as well.
    private static func loneSign(_ inside: [IPAddress], _ outside: [IPAddress]) -> String? {
        guard let inner = inside.first, let outer = outside.first, inside.allSatisfy({ !$0.isPrivate && $0.isV4 }),
            outside.allSatisfy(\.isPrivate)
        else { return nil }
        return "OUTSIDE shows the client as \(outer), INSIDE as \(inner)"
    }
}
