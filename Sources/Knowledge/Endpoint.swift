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

    /// `starttls`; `tls` from the first octet; `auth`: a login; `own-sender`: the login's own address, or one that it may
    /// use; `known-address`: a public address, certificate or domain that is registered there; `inside-recipient`:
    /// recipients of its own; `reputation`: a public address that is on no list.
    package static let knownDemands = [
        "starttls", "tls", "auth", "own-sender", "known-address", "inside-recipient", "reputation",
    ]

    package var id: ID
    package var title: String
    package var kind: Kind
    /// Who runs it or made it; empty where that says nothing.
    package var provider: String
    package var hosts: [HostPattern]
    /// What people call it besides, as runs of letters and digits in lower case: `gmail`, `office 365`.
    package var called: [String]
    /// Texts of a greeting, one of which must occur in it.
    var greetings: [FoldedText]
    /// EHLO keywords that nobody else offers.
    var keywords: [String]
    package var networks: [NetworkPrefix]
    /// The ports that it answers on.
    package var ports: [Int]
    /// EHLO keywords that are always there, before TLS where that matters.
    package var alwaysOffers: [String]
    /// EHLO keywords that are never there, not even under TLS.
    package var neverOffers: [String]
    /// What it demands before it takes a message, see ``knownDemands``.
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
