/// How far keys opened a connection.
package struct TLSDecryption: Hashable, Sendable {
    /// Why records stayed closed although there were keys.
    package enum Problem: String, Sendable {
        /// Keys were given, and none is of this session.
        case noKeys = "none of the keys belongs to this session"
        /// No record is authentic under the keys of this session.
        case wrongKeys = "the keys do not fit"
        /// Too many records are missing, or octets were changed on their way.
        case lostTrack = "records are missing or damaged"
        /// New keys were negotiated inside the connection (RFC 5246 §7.4.1.1).
        case renegotiation = "the connection was renegotiated"
        /// More records came before the keys than are held.
        case keysTooLate = "the keys came too late"
    }

    /// Records that were opened, and encrypted ones that were not.
    package var records = 0
    package var unreadable = 0
    /// Records that the capture lacks before one that could be opened.
    package var lostRecords = 0
    package var problem: Problem?
    /// Nothing of one direction at least could be read from here on.
    package var darkSince: TLSMoment?

    package init() {}

    /// The dialogue is readable up to the connection's end.
    package var isComplete: Bool { records > 0 && darkSince == nil }
}

/// What was inside an encrypted record.
package enum PlainText: Sendable {
    case octets([UInt8], from: TLSEnd, first: TLSMoment, last: TLSMoment)
    /// Records that could not be opened, with about so many octets of content.
    case gap(Int, from: TLSEnd, at: TLSMoment)

    package var moment: TLSMoment {
        switch self {
        case .octets(_, _, let first, _): first
        case .gap(_, _, let moment): moment
        }
    }
}
