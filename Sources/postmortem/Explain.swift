import ArgumentParser
import Knowledge
import Reports

/// `postmortem explain`: the long text, without a capture.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a cause, a reply code, a mail service, a port, the text of a reply, or what a panel shows.",
        discussion: """
            postmortem explain ip-blocklisted
            postmortem explain 5.7.1
            postmortem explain smtp.office365.com:587
            postmortem explain AUTH LOGIN
            postmortem explain "550 5.7.1 Service unavailable, client host blocked using Spamhaus"
            postmortem explain "Canon #801"

            A reply may have several lines, and may be pasted out of a log or a bounce, with what stands around it.
            """)

    // What is pasted may begin with a hyphen: `-2147467259`, `-> 550 …`.
    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "A cause, a reply code, an enhanced code, a host name, a port, a command, a reply, or what a panel shows.",
            valueName: "subject"))
    var subject: [String]

    @OptionGroup var knowledge: KnowledgeOptions

    @Option(help: ArgumentHelp("Colours.", valueName: "when"))
    var color: ColorChoice = .auto

    func validate() throws {
        for word in subject {
            let name = word.drop { $0 == "-" }
            let isOption = word.hasPrefix("-") && name.first.map { $0.isLetter && $0.isASCII } ?? false
            if isOption, !word.contains(where: \.isWhitespace) { throw ValidationError("Unknown option '\(word)'") }
        }
    }

    func run() throws {
        // What follows `--` is taken as it stands; the mark itself is handed over too.
        try Self.run(subject.first == "--" ? subject.dropFirst() : subject[...], try knowledge.load(), color)
    }

    static func run(_ subject: ArraySlice<String>, _ base: KnowledgeBase, _ color: ColorChoice) throws {
        let target = try Output.open(nil)
        var options = TextOptions()
        options.width = target.terminal.width
        options.style = Style(isColoured: color.isOn(target.terminal))
        let explain = ExplainText(base, options: options)
        let words = subject.joined(separator: " ")
        guard words.contains(where: { !$0.isWhitespace }) else { throw ValidationError("There is nothing to explain.") }
        guard let text = explain.text(about: words) else {
            let near = explain.suggestions(for: words).prefix(8).joined(separator: ", ")
            let panels = explain.panelSuggestions(for: words).prefix(8).joined(separator: ", ")
            Output.complain(
                "nothing is known about “\(words)”" + (near.isEmpty ? "" : "; did you mean: \(near)")
                    + (panels.isEmpty ? "" : "; of panels is known: \(panels)"))
            throw ExitCode(ExitStatus.readInPart)
        }
        target.write(text)
        try target.close()
    }
}
