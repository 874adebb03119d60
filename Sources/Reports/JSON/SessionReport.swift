import Capture
import Diagnosis
import Packets
import Sessions
import Streams
import Knowledge
import SMTP

/// One attempt to send mail, as the report tells it.
struct SessionReport: Encodable, Sendable {
    var id: Int
    /// The same whenever the same packets are read.
    var uid: String
    var communityID: String?
    /// Index into the report's captures.
    var capture: Int
    /// All captures that it has frames in, where there are several.
    var captures: [Int]?
    var client: ClientReport
    var server: ServerReport
    var start: String
    var end: String
    var firstFrame: Int
    var lastFrame: Int
    /// The last frame's capture, where that is not `capture`.
    var lastCapture: Int?
    /// Only of a session that was told before it ended: more may follow, under the same id and uid.
    var stillOpen: Bool?
    var displayFilter: String
    var verdict: VerdictReport
    var ladder: [RungReport]
    /// Waits of a second or more; absent where there are none.
    var waits: [WaitReport]?
    var dialogue: [DialogueEntryReport]
    var transactions: [TransactionReport]
    var smtp: SMTPReport?
    var tls: TLSReport?
    var tcp: TCPReport?
    /// Of `compare` only.
    var comparison: ComparisonReport?
    /// What the lengths of encrypted records say.
    var inference: InferenceReport?

    enum CodingKeys: String, CodingKey {
        case id, uid, capture, captures, client, server, start, end, verdict, ladder, waits, dialogue, transactions,
            smtp, tls, tcp, comparison, inference
        case communityID = "community_id"
        case firstFrame = "first_frame"
        case lastFrame = "last_frame"
        case lastCapture = "last_capture"
        case displayFilter = "display_filter"
        case stillOpen = "still_open"
    }

    init(_ entry: Report.Entry) {
        let diagnosed = entry.diagnosed
        let session = diagnosed.session
        id = entry.id
        uid = SessionIdentifier.of(session)
        capture = entry.capture
        if session.connection != nil, let server = session.server {
            communityID = CommunityID.tcp(session.client, server)
        }
        client = ClientReport(diagnosed)
        server = ServerReport(diagnosed)
        start = session.first.time.rfc3339
        end = session.last.time.rfc3339
        let places = entry.places
        let all = places.captures(of: diagnosed)
        captures = all.count > 1 ? all : nil
        firstFrame = places.number(session.first.frame)
        lastFrame = places.number(session.last.frame)
        lastCapture = places.otherCapture(session.last.frame)
        stillOpen = session.isOpen ? true : nil
        displayFilter = entry.displayFilter
        verdict = VerdictReport(diagnosed.verdict, places)
        ladder = diagnosed.ladder.map { RungReport($0, places) }
        waits = diagnosed.waits.isEmpty ? nil : diagnosed.waits.map { WaitReport($0, places) }
        dialogue = DialogueEntryReport.entries(session, places)
        // Lengths tell no address: what was only inferred stands in the dialogue.
        let read = session.dialogue.isInferred ? [] : session.dialogue.transactions
        transactions = read.map { TransactionReport($0, in: session.dialogue) }
        smtp = SMTPReport(session.dialogue)
        tls = session.tls.map { TLSReport($0, certificates: diagnosed.certificates) }
        inference = diagnosed.inference.map(InferenceReport.init)
        tcp = session.connection.map { TCPReport($0, verdict: diagnosed.verdict) }
        comparison = diagnosed.comparison.map { ComparisonReport($0, places) }
    }
}

/// Who wanted to send.
struct ClientReport: Encodable, Sendable {
    var ip: String
    /// Absent where no connection was tried.
    var port: Int?
    var mac: String?
    /// Who made it, and what tells.
    var vendor: String?
    var vendorSource: String?
    /// Its own name: the EHLO argument, else the name that it gave to DHCP.
    var name: String?
    var nameSource: String?

    enum CodingKeys: String, CodingKey {
        case ip, port, mac, vendor, name
        case vendorSource = "vendor_source"
        case nameSource = "name_source"
    }

    init(_ diagnosed: DiagnosedSession) {
        let session = diagnosed.session
        ip = session.client.address.description
        port = session.client.port == 0 ? nil : Int(session.client.port)
        mac = session.clientMAC?.description
        vendor = diagnosed.client.vendor
        vendorSource = diagnosed.client.vendorSource?.rawValue
        name = diagnosed.client.name
        nameSource = diagnosed.client.nameSource?.rawValue
    }
}

/// Who should have taken the message.
struct ServerReport: Encodable, Sendable {
    var ip: String?
    var port: Int?
    var name: String?
    var nameSource: String?
    var endpoint: String?

    enum CodingKeys: String, CodingKey {
        case ip, port, name, endpoint
        case nameSource = "name_source"
    }

    init(_ diagnosed: DiagnosedSession) {
        let server = diagnosed.session.server
        ip = server?.address.description
        port = server.flatMap { $0.port == 0 ? nil : Int($0.port) }
        name = diagnosed.serverName
        nameSource = diagnosed.serverName == nil ? nil : diagnosed.serverNameSource?.rawValue
        endpoint = diagnosed.endpoint?.id
    }
}
