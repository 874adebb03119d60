import Capture
import Sessions
import Streams
import TLS

/// The client's close_notify, where it came before any alert of the server's: it ended the conversation, whoever closed
/// TCP first (RFC 8446 §6.1). Encrypted, so that an alert is all that shows.
enum ClientFarewell {
    static func of(_ tls: TLSFacts) -> TLSMoment? {
        guard tls.established != nil, let version = tls.version else { return nil }
        func last(_ end: TLSEnd) -> TLSMoment? {
            guard version >= .tls13 else { return tls.hiddenAlerts.first { $0.from == end }?.moment }
            // It looks like any record, of 2 octets, and is the last of its side (RFC 8446 §5.2).
            let lengths = tls.serverHello.flatMap {
                RecordLengths(version: version, cipherSuite: $0.cipherSuite, encryptThenMAC: $0.encryptThenMAC)
            }
            let record = EncryptedRecords.applicationData(tls, version).last { $0.from == end }
            return record.flatMap { lengths?.plaintext($0.length) == 2...2 ? $0.first : nil }
        }
        guard let client = last(.client) else { return nil }
        return last(.server).map { $0.frame < client.frame } ?? false ? nil : client
    }

    /// The same attempt, closed by the client where its farewell came before the server's FIN.
    static func applied(to session: Session) -> Session {
        guard let tls = session.tls, let close = session.connection?.firstClose, close.side == .server,
            let farewell = of(tls), farewell.frame < close.origin.frame
        else { return session }
        var session = session
        let origin = Origin(frame: farewell.frame, time: Timestamp(nanoseconds: farewell.nanoseconds))
        session.connection?.firstClose = (.client, origin, false)
        return session
    }
}
