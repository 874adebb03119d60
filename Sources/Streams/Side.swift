/// The two ends of a connection: the client opened it.
package enum Side: String, Sendable, CaseIterable {
    case client, server

    package var other: Side { self == .client ? .server : .client }
}
