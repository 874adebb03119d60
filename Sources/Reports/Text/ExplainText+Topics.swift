import Knowledge

/// Ports, commands, login methods and terms that people ask about by name.
extension ExplainText {
    func topic(_ name: String) -> [String]? { knowledge.topic(named: name).map(lines) }

    /// A line that begins with a command of SMTP: `EHLO scanner`.
    func command(_ line: String) -> [String]? { knowledge.command(in: line).map(lines) }

    /// A question as people ask it: `telnet works but mail does not arrive`.
    func sentence(_ words: String) -> [String]? { knowledge.topic(askedIn: words).map(lines) }

    func lines(of topic: Topic) -> [String] {
        var lines = [options.style.bold(topic.id)] + fill("  ", topic.headline)
        lines += [""] + section("Know    ", topic.text) + advice(topic.advice)
        if !topic.causes.isEmpty {
            lines += section("Causes  ", topic.causes.joined(separator: ", "))
            lines += section("        ", "postmortem explain tells more of each; a capture tells which it is.")
        }
        return lines + sources(topic.sources, topic.checkedOn)
    }
}
