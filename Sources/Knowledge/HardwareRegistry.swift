import Synchronization

/// A list of the IEEE's address blocks, where the machine has one (`oui.txt`). It is read when the first address is
/// looked up.
package struct HardwareRegistry: Sendable {
    private let text: LateValue<[UInt8]>
    private let known = Known()
    /// Blocks that are remembered.
    private static let capacity = 4_096

    private final class Known: Sendable {
        let owners = Mutex<[UInt32: String?]>([:])
    }

    /// `read` gives the file's octets, or none where there is no file.
    package init(reading read: @escaping @Sendable () -> [UInt8]) { text = LateValue(reading: read) }

    /// Whom the block with these first three octets was assigned to.
    package func owner(_ prefix: UInt32) -> String? {
        known.owners.withLock { owners in
            if let owner = owners[prefix] { return owner }
            let owner = Self.owner(prefix, in: text.current)
            if owners.count < Self.capacity { owners[prefix] = .some(owner) }
            return owner
        }
    }

    /// Finds the line `00-26-73   (hex)		RICOH COMPANY,LTD.`; the others say the same again, or are addresses.
    private static func owner(_ prefix: UInt32, in text: [UInt8]) -> String? {
        let digits = Array("0123456789ABCDEF".utf8)
        let nibbles = (0..<6).map { digits[Int(prefix >> UInt32(20 - 4 * $0) & 15)] }
        let dash = UInt8(ascii: "-")
        let start = [nibbles[0], nibbles[1], dash, nibbles[2], nibbles[3], dash, nibbles[4], nibbles[5]]
        var rest = text[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            if rest[rest.startIndex] == start[0], rest[..<end].starts(with: start) {
                let words = rest[..<end].dropFirst(start.count).drop { $0 == 0x20 }
                if words.starts(with: "(hex)".utf8) {
                    let name = words.dropFirst(5).drop { $0 == 0x20 || $0 == 0x09 }
                    let owner = String(decoding: name.prefix { $0 >= 0x20 && $0 != 0x7F }, as: UTF8.self)
                    return owner.isEmpty ? nil : owner
                }
            }
            rest = end < rest.endIndex ? rest[(end + 1)...] : rest[end...]
        }
        return nil
    }
}
