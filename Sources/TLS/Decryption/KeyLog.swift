import Bytes

/// The secrets of TLS sessions, as programs log them (RFC 9850; `SSLKEYLOGFILE`).
///
///     label  client random (64 hexadecimal digits)  secret
package struct KeyLog: Sendable {
    package enum Label: String, Sendable, CaseIterable {
        /// The master secret of TLS 1.2 and below.
        case master = "CLIENT_RANDOM"
        case clientHandshake = "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
        case serverHandshake = "SERVER_HANDSHAKE_TRAFFIC_SECRET"
        case clientTraffic = "CLIENT_TRAFFIC_SECRET_0"
        case serverTraffic = "SERVER_TRAFFIC_SECRET_0"
    }

    /// Secrets of one session.
    typealias Secrets = [Label: [UInt8]]

    /// Sessions whose secrets are kept.
    package static let sessions = 200_000
    /// Characters of one line; SHA-384 secrets make lines of 200.
    package static let line = 1_024

    private var secrets: [[UInt8]: Secrets] = [:]
    /// Lines that are no key log.
    package private(set) var badLines = 0
    /// Lines with labels that decrypt no record: early and exporter secrets.
    package private(set) var otherLines = 0
    /// Lines of sessions beyond the limit.
    package private(set) var omittedLines = 0
    /// A line whose end has not come.
    private var open: [UInt8] = []
    private var isTooLong = false

    package init() {}

    package var sessionCount: Int { secrets.count }
    package var isEmpty: Bool { secrets.isEmpty }

    /// Takes the next octets of a key log; a line may come in pieces.
    package mutating func read(_ bytes: RawSpan) {
        var at = 0
        while let end = bytes.firstIndex(of: 0x0a, in: at..<bytes.byteCount) {
            append(bytes.copied(at..<end))
            endLine()
            at = end + 1
        }
        append(bytes.copied(at..<bytes.byteCount))
    }

    /// No more comes of this log: its last line may lack a line end.
    package mutating func endLine() {
        let line = open
        open = []
        if isTooLong {
            isTooLong = false
            badLines += 1
        } else {
            take(line)
        }
    }

    func secrets(of random: [UInt8]) -> Secrets { secrets[random] ?? [:] }

    /// Keeps a secret that was found in another way.
    mutating func keep(_ secret: [UInt8], _ label: Label, of random: [UInt8]) {
        guard secrets[random] != nil || secrets.count < Self.sessions else {
            omittedLines = omittedLines &+ 1
            return
        }
        secrets[random, default: [:]][label] = secret
    }

    /// The lines of one session, as they stand in a key log; empty where there are none.
    package func lines(of random: [UInt8]) -> String {
        let secrets = secrets(of: random)
        return Label.allCases.compactMap { label in
            secrets[label].map { "\(label.rawValue) \(Self.hexadecimal(random)) \(Self.hexadecimal($0))\n" }
        }.joined()
    }

    // MARK: -

    private mutating func append(_ octets: [UInt8]) {
        if open.count + octets.count > Self.line {
            isTooLong = true
            open = []
        } else if !isTooLong {
            open += octets
        }
    }

    private mutating func take(_ line: [UInt8]) {
        let words = line.split(omittingEmptySubsequences: true) { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }
        guard let first = words.first, first.first != UInt8(ascii: "#") else { return }
        guard let label = Label(rawValue: String(decoding: first, as: UTF8.self)) else {
            if words.count >= 2, first.allSatisfy(Self.isLabel) { otherLines += 1 } else { badLines += 1 }
            return
        }
        guard words.count == 3, let random = Self.octets(words[1]), random.count == 32,
            let secret = Self.octets(words[2]), label == .master ? secret.count == 48 : (32...48).contains(secret.count)
        else {
            badLines += 1
            return
        }
        keep(secret, label, of: random)
    }

    private static func isLabel(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func octets(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var octets: [UInt8] = []
        octets.reserveCapacity(text.count / 2)
        var high: UInt8?
        for character in text {
            guard let digit = digit(character) else { return nil }
            if let half = high {
                octets.append(half << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return octets
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x41...0x46: character - 0x41 + 10
        case 0x61...0x66: character - 0x61 + 10
        default: nil
        }
    }

    private static func hexadecimal(_ octets: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: octets.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
