/// How long RFC 5321 §4.5.3.2 asks each end to wait.
enum Patience {
    struct Minimum: Sendable {
        var seconds: Double
        var section: String
    }

    /// Of a client, for the server's answer at a stage; nil where the RFC says nothing.
    static func minimum(for stage: Stage) -> Minimum? {
        switch stage {
        case .greeting: Minimum(seconds: 300, section: "§4.5.3.2.1")
        case .mail: Minimum(seconds: 300, section: "§4.5.3.2.2")
        case .rcpt: Minimum(seconds: 300, section: "§4.5.3.2.3")
        case .data: Minimum(seconds: 120, section: "§4.5.3.2.4")
        case .accepted: Minimum(seconds: 600, section: "§4.5.3.2.6")
        // Commands that it does not list are answered as fast as MAIL.
        case .ehlo, .starttls, .auth, .quit: Minimum(seconds: 300, section: "§4.5.3.2")
        case .resolve, .connect, .tls: nil
        }
    }

    /// Of a server, for the client's next command.
    static let server = Minimum(seconds: 300, section: "§4.5.3.2.7")

    static func demand(at stage: Stage) -> String {
        guard let minimum = minimum(for: stage) else { return "RFC 5321 §4.5.3.2 asks for 5 min" }
        return "RFC 5321 \(minimum.section) asks for \(Phrase.seconds(minimum.seconds))"
    }
}
