/// What the client's next octets are.
enum ClientState: Equatable {
    case commands
    /// After DATA, STARTTLS or a refused BDAT: it depends on a reply (see `HeldOctets`).
    case held
    /// Content of a message sent with DATA, up to `CRLF . CRLF`.
    case message(transaction: Int?)
    /// Content of a BDAT chunk.
    case chunk(transaction: Int?, remaining: Int, isLast: Bool)
    /// After a gap, or where the capture starts in mid-session: anything, until an unmistakable command.
    case lost
    /// TLS.
    case dark

    var transaction: Int? {
        switch self {
        case .message(let transaction), .chunk(let transaction, _, _): transaction
        case .commands, .held, .lost, .dark: nil
        }
    }
}

/// What the server's next octets are.
enum ServerState {
    case replies
    /// The client spoke TLS at once: a server that does not understand it replies in clear text.
    case repliesOrTLS
    case dark
}
