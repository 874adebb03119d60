import Bytes

/// Keeps the beginning of a message until its header ends, then reads the few fields that explain something
/// (RFC 5322 §2.2).
struct HeaderCollector {
    struct Fields {
        var from: String?
        var messageID: String?
        var mailer: String?
        var isRelayed = false
        var subjectLength: Int?
        var date: String?
    }

    private let limits: SMTPLimits
    private var octets: [UInt8] = []

    init(limits: SMTPLimits) { self.limits = limits }

    /// The fields, when these octets end the header or reach the cap.
    mutating func take(_ span: RawSpan) -> Fields? {
        let room = min(max(0, limits.header &- octets.count), span.byteCount)
        let known = octets.count
        octets += span.copied(0..<room)
        if let end = end(from: max(0, known &- 3)) {
            octets.removeSubrange(end...)
            return fields()
        }
        return octets.count >= limits.header ? fields() : nil
    }

    /// Where the empty line after the header is: `LF CRLF` or `LF LF`, or at the very beginning.
    private func end(from start: Int) -> Int? {
        if octets.first == Ascii.lineFeed || octets.starts(with: [Ascii.carriageReturn, Ascii.lineFeed]) { return 0 }
        var index = start
        while index < octets.count, let found = octets[index...].firstIndex(of: Ascii.lineFeed) {
            let rest = octets[(found + 1)...]
            if rest.first == Ascii.lineFeed || rest.starts(with: [Ascii.carriageReturn, Ascii.lineFeed]) {
                return found + 1
            }
            index = found + 1
        }
        return nil
    }

    func fields() -> Fields {
        var fields = Fields()
        var field: [UInt8] = []
        for raw in octets.split(separator: Ascii.lineFeed) {
            let line = raw.last == Ascii.carriageReturn ? raw.dropLast() : raw
            if let octet = line.first, Ascii.isBlank(octet) {
                // Unfolding takes the line end away and keeps the blank (RFC 5322 §2.2.3).
                field += line
            } else {
                note(field, &fields)
                field = Array(line)
            }
        }
        note(field, &fields)
        return fields
    }

    private func note(_ field: [UInt8], _ fields: inout Fields) {
        guard let colon = field.prefix(80).firstIndex(of: UInt8(ascii: ":")) else { return }
        let name = String(decoding: Ascii.trimmed(field[..<colon]).map(Ascii.upper), as: UTF8.self)
        let value = Ascii.trimmed(field[(colon + 1)...])
        func shown() -> String { String(shown: value, limit: limits.headerField) }
        switch name {
        case "FROM" where fields.from == nil: fields.from = shown()
        case "MESSAGE-ID" where fields.messageID == nil: fields.messageID = shown()
        case "X-MAILER", "USER-AGENT": fields.mailer = fields.mailer ?? shown()
        case "RECEIVED": fields.isRelayed = true
        case "SUBJECT" where fields.subjectLength == nil:
            fields.subjectLength = String(shown: value, limit: limits.header).count
        case "DATE" where fields.date == nil: fields.date = shown()
        default: break
        }
    }
}

extension Message {
    mutating func adopt(_ fields: HeaderCollector.Fields) {
        from = fields.from
        messageID = fields.messageID
        mailer = fields.mailer
        isRelayed = fields.isRelayed
        subjectLength = fields.subjectLength
        date = fields.date
    }
}
