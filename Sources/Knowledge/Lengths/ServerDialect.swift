/// What one kind of server says at each point of a dialogue.
package struct ServerDialect: Sendable, Identifiable {
    package var id: String
    /// How common it is, where nothing tells which server this is.
    package var weight: Double
    package var endpoints: [Endpoint.ID]
    /// Words of its greeting, folded.
    package var greetings: [String]
    /// The AUTH line that its EHLO reply has under TLS; empty where it has none.
    package var logins: [CandidateReply]
    /// By the kind of reply: `mail-refused`.
    package var replies: [String: [CandidateReply]]
}
