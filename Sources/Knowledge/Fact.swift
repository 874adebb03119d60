/// Something that is known about a session besides the reply itself. A rule may ask that a fact is set (`facts`) or
/// that it is not (`not`). Whoever asks about a reply sets the facts that the capture shows, and no others.
package struct Fact: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }

    /// The EHLO reply last seen before this reply lists `AUTH`.
    package static let authOffered: Fact = "auth-offered"
    /// The client has sent `AUTH` at least once before this reply.
    package static let authTried: Fact = "auth-tried"
    /// A `235` came before this reply.
    package static let authenticated: Fact = "authenticated"
    /// The mechanism tried last is XOAUTH2 or OAUTHBEARER: the credential is a token, not a password.
    package static let oauthTried: Fact = "oauth-tried"
    /// The mechanism tried last is in the list that the EHLO reply offers.
    package static let mechanismOffered: Fact = "mechanism-offered"
    /// The reply came under TLS.
    package static let tls: Fact = "tls"
    /// An EHLO reply of this session lists `STARTTLS`.
    package static let starttlsOffered: Fact = "starttls-offered"
    /// The client has sent `STARTTLS`.
    package static let starttlsUsed: Fact = "starttls-used"
    /// No EHLO reply is in the capture, so that what was offered is not known.
    package static let ehloUnseen: Fact = "ehlo-unseen"
    /// TLS is up, and the client has not said EHLO again (RFC 3207, section 4.2).
    package static let noEhloAfterTLS: Fact = "no-ehlo-after-tls"
    /// The recipient's domain differs from the sender's.
    package static let outsideRecipient: Fact = "outside-recipient"
    /// The recipient's domain is the sender's.
    package static let sameDomain: Fact = "same-domain"
    /// The client sent bytes before the greeting was complete.
    package static let clientTalkedFirst: Fact = "client-talked-first"
    /// The first bytes of the client are a TLS ClientHello.
    package static let clientHelloFirst: Fact = "client-hello-first"
    /// The message was sent with `BDAT` (RFC 3030).
    package static let bdat: Fact = "bdat"
    /// The server's port is one where TLS starts at once (465).
    package static let implicitTLSPort: Fact = "implicit-tls-port"
    /// The message holds a line feed without a carriage return.
    package static let bareLineFeed: Fact = "bare-line-feed"
    /// The message's content has begun, and its end was not sent.
    package static let bodyUnfinished: Fact = "body-unfinished"
    /// The same client had other sessions open to this server at that time.
    package static let severalSessions: Fact = "several-sessions"
    /// The server had already accepted at least one recipient of this message.
    package static let recipientAccepted: Fact = "recipient-accepted"
    /// Every recipient of this message has been refused.
    package static let recipientsRefused: Fact = "recipients-refused"

    /// The mechanism tried last sends a password (PLAIN, LOGIN, CRAM-MD5, DIGEST-MD5, NTLM): basic authentication.
    package static let passwordLogin: Fact = "password-login"
    /// The login's name is an address other than that of MAIL.
    package static let senderIsNotLogin: Fact = "sender-is-not-login"
    /// The address in the From header is another than that of MAIL.
    package static let fromIsNotSender: Fact = "from-is-not-sender"
    /// TLS 1.1 or older was negotiated.
    package static let oldTLS: Fact = "old-tls"
    /// The server's port is 25.
    package static let port25: Fact = "port-25"
    /// The server's port is one for message submission (587, 465).
    package static let submissionPort: Fact = "submission-port"
    /// The server has told the public address that it sees, in its EHLO reply.
    package static let addressTold: Fact = "address-told"
    /// The EHLO argument is neither a host name with a domain nor an address in brackets.
    package static let ehloNameInvalid: Fact = "ehlo-name-invalid"
    /// The client greeted with HELO and not with EHLO.
    package static let heloOnly: Fact = "helo-only"

    /// Every fact that a rule may name.
    package static let all: Set<Fact> = [
        authOffered, authTried, authenticated, oauthTried, mechanismOffered, tls, starttlsOffered, starttlsUsed,
        ehloUnseen, noEhloAfterTLS, outsideRecipient, sameDomain, clientTalkedFirst, clientHelloFirst, bdat,
        implicitTLSPort, bareLineFeed, bodyUnfinished, severalSessions, recipientAccepted, recipientsRefused,
        passwordLogin, senderIsNotLogin, fromIsNotSender, oldTLS, port25, submissionPort, addressTold, ehloNameInvalid,
        heloOnly,
    ]
}
