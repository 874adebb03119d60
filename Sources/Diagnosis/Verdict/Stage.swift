/// The stages on the way to a delivery, in order. The words are the contract's.
package enum Stage: String, CaseIterable, Comparable, Sendable {
    case resolve, connect, greeting, ehlo, starttls, tls, auth, mail, rcpt, data, accepted, quit

    package static func < (a: Stage, b: Stage) -> Bool { a.order < b.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
