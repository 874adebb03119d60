/// A kind of server that mail is handed to: a provider's door, a server program, a gateway.
package struct Endpoint: Sendable, Identifiable {
    package typealias ID = String

    package enum Kind: String, Sendable, CaseIterable {
        /// Takes mail from the internet for its own recipients; takes no logins.
        case mx
        /// Takes mail of its own users, who log in (RFC 6409).
        case submission
        /// Takes mail for any recipient from senders it knows by address, certificate or login.
        case relay
        /// A server program, whatever it is used for.
        case server
        /// A filter in front of other servers, or a box on the path.
        case gateway
    }

    package var id: ID
    package var title: String
    package var kind: Kind
    /// Who runs it or made it; empty where that says nothing.
    package var provider: String
    package var hosts: [HostPattern]
    /// Texts of a greeting, one of which must occur in it.
    var greetings: [FoldedText]
    package var networks: [NetworkPrefix]
    /// The ports that it answers on.
    package var ports: [Int]
    /// EHLO keywords that are always there, before TLS where that matters.
    package var alwaysOffers: [String]
    /// EHLO keywords that are never there, not even under TLS.
    package var neverOffers: [String]
    /// What it demands before it takes a message: `starttls`, `auth`.
    package var demands: [String]
    /// The login mechanisms that it offers.
    package var mechanisms: [String]
    /// One or two sentences for people.
    package var note: String?
    package var sources: [Source]
    package var checkedOn: String?

    package var isSourced: Bool { !sources.isEmpty }

    /// Its greeting tells it: another greeting under its name is another server.
    package var isKnownByGreeting: Bool { !greetings.isEmpty }
}
