import ArgumentParser

/// The program: `analyze` where no command is named.
@main
struct Postmortem: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "postmortem",
        abstract: "Reads packet captures of mail that was not sent, and says where it stopped, who stopped it and why.",
        version: version,
        subcommands: commands, defaultSubcommand: Analyze.self)

    private static let commands: [any ParsableCommand.Type] = [
        Analyze.self, Live.self, Compare.self, Diff.self, Interfaces.self, Extract.self, Explain.self, Rules.self,
    ]

    /// First words that are no capture's name.
    static let words = Set(commands.compactMap { $0.configuration.commandName } + ["help"])

    static let version = "0.1.0"

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        // To say this needs no parser.
        if arguments == ["--version"] { return Output.standard.write(version + "\n") }
        // The help of the default command is what a person looks for; ArgumentParser would list the commands only.
        if arguments == ["--help"] || arguments == ["-h"] || arguments == ["help"] {
            Output.standard.write(helpMessage(for: Analyze.self) + "\n")
            return
        }
        guard let plain = PlainForm(Array(arguments)) else { return main(nil) }
        do { try plain.run() } catch { exit(withError: error) }
    }
}
