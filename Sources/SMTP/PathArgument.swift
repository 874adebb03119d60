/// The path and parameters of MAIL and RCPT (RFC 5321 §4.1.1.2, §4.1.1.3):
///
///     "MAIL FROM:" Reverse-path [ SP Mail-parameters ]
///     "RCPT TO:" Forward-path [ SP Rcpt-parameters ]
///
/// Blanks after the colon and missing brackets are tolerated, as servers do.
struct PathArgument {
    /// Without brackets, as sent: a source route stays.
    let address: String
    let parameters: [String]

    init(_ argument: ArraySlice<UInt8>, keyword: StaticString, limit: Int) {
        var rest = argument
        let length = keyword.utf8CodeUnitCount
        if rest.prefix(length).map(Ascii.upper).elementsEqual("\(keyword)".utf8) {
            rest = rest.dropFirst(length).drop(while: Ascii.isBlank)
            if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
        }
        rest = rest.drop(while: Ascii.isBlank)
        let path: ArraySlice<UInt8>
        if rest.first == UInt8(ascii: "<") {
            rest = rest.dropFirst()
            if let end = PathArgument.end(of: rest, at: { $0 == UInt8(ascii: ">") }) {
                path = rest[..<end]
                rest = rest[(end + 1)...]
            } else {
                path = rest.prefix { !Ascii.isBlank($0) }
                rest = rest.dropFirst(path.count)
            }
        } else {
            path = PathArgument.end(of: rest, at: Ascii.isBlank).map { rest[..<$0] } ?? rest
            rest = rest.dropFirst(path.count)
        }
        address = String(shown: path, limit: limit)
        parameters = rest.split(whereSeparator: Ascii.isBlank).map { String(shown: $0, limit: limit) }
    }

    /// The first octet outside a quoted string (RFC 5321 §4.1.2) for which `isEnd` holds.
    private static func end(of octets: ArraySlice<UInt8>, at isEnd: (UInt8) -> Bool) -> Int? {
        var isQuoted = false
        var isEscaped = false
        for index in octets.indices {
            let octet = octets[index]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, octet == UInt8(ascii: "\\") {
                isEscaped = true
            } else if octet == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted, isEnd(octet) {
                return index
            }
        }
        // A quotation mark that is never closed: look again without quoting.
        return isQuoted ? octets.firstIndex(where: isEnd) : nil
    }
}
