/// A line of the client split into verb and argument (RFC 5321 §4.1.1). Leading blanks are tolerated.
struct CommandLine {
    let verb: Verb
    let word: ArraySlice<UInt8>
    let argument: ArraySlice<UInt8>

    init(_ octets: [UInt8]) {
        let line = Ascii.trimmed(octets[...])
        word = line.prefix { !Ascii.isBlank($0) }
        argument = Ascii.trimmed(line.dropFirst(word.count))
        verb = Verb(word: word)
    }

    /// Surely a command, not text of a message and not an AUTH response: used where the place in the stream is not
    /// certain.
    var isUnmistakable: Bool {
        switch verb {
        case .ehlo, .helo, .lhlo: !argument.isEmpty && !argument.contains(where: Ascii.isBlank)
        case .mail: argumentBegins(with: "FROM:")
        case .rcpt: argumentBegins(with: "TO:")
        case .data, .rset, .quit, .noop, .startTLS: argument.isEmpty
        case .auth: !argument.isEmpty && AuthenticationMechanism.isKnown(firstArgument)
        case .bdat: ChunkArgument(argument) != nil
        case .vrfy, .expn, .help, .etrn, .turn, .authResponse, .endOfData, .other: false
        }
    }

    /// The same of a line whose end is missing: what its argument goes on with is not known.
    var isUnmistakableBeginning: Bool {
        switch verb {
        case .ehlo, .helo, .lhlo: !argument.isEmpty && !argument.contains(where: Ascii.isBlank)
        case .mail: argumentBegins(with: "FROM:")
        case .rcpt: argumentBegins(with: "TO:")
        case .startTLS, .auth, .data, .bdat, .rset, .noop, .quit, .vrfy, .expn, .help, .etrn, .turn, .authResponse,
            .endOfData, .other:
            false
        }
    }

    var firstArgument: ArraySlice<UInt8> { argument.prefix { !Ascii.isBlank($0) } }

    private func argumentBegins(with word: StaticString) -> Bool {
        argument.prefix(word.utf8CodeUnitCount).map(Ascii.upper).elementsEqual("\(word)".utf8)
    }
}
