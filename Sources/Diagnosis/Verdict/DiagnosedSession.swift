package import Knowledge
package import Sessions
package import TLS

/// A session with its verdict: what a report tells.
package struct DiagnosedSession: Sendable {
    package enum NameSource: String, Sendable { case dns, sni, greeting, certificate, pcapng }

    package var session: Session
    package var verdict: Verdict
    package var ladder: [Rung]
    /// Waits of a second or more, in order.
    package var waits: [TimedWait] = []
    package var serverName: String?
    package var serverNameSource: NameSource?
    package var endpoint: Endpoint?
    /// Which device wanted to send.
    package var client: ClientIdentity
    /// What the other side of a box shows of it.
    package var comparison: Comparison?
    /// The server's certificates, judged; nil where the capture does not show any.
    package var certificates: CertificateFindings?
    /// What the lengths of encrypted records say; nil where there are none, or they can be read.
    package var inference: Inference?

    /// The verdict, or a part of it, was concluded from record lengths: nobody read what it rests on.
    package var isInferred: Bool { inference?.isUsed ?? false }

    /// So, and it may well be otherwise.
    package var isGuess: Bool { isInferred && verdict.confidence == .possible }
}
