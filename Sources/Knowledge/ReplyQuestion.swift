/// One negative (or unexpected) reply of a server, to be explained.
package struct ReplyQuestion: Sendable {
    /// The stage at which the reply came: greeting, ehlo, starttls, auth, mail, rcpt, data, accepted or quit.
    /// Empty where it is not known; then no rule is excluded by its stage.
    package var stage: String
    /// The command that the reply answers, in capitals.
    package var verb: String?
    /// The reply code; 0 where it is not known.
    package var code: Int
    /// The enhanced status code (RFC 3463), as in `5.7.1`.
    package var enhanced: String?
    /// All lines joined with a space, without code and enhanced code.
    package var text: String
    /// The endpoint that gave the reply, where it is known.
    package var endpoint: Endpoint.ID?
    package var facts: Set<Fact>
    /// The day of the reply, `yyyy-mm-dd`; rules that were not valid on that day are left out.
    package var day: String?

    package init(
        stage: String, verb: String? = nil, code: Int, enhanced: String? = nil, text: String = "",
        endpoint: Endpoint.ID? = nil, facts: Set<Fact> = [], day: String? = nil
    ) {
        self.stage = stage
        self.verb = verb
        self.code = code
        self.enhanced = enhanced
        self.text = text
        self.endpoint = endpoint
        self.facts = facts
        self.day = day
    }
}
