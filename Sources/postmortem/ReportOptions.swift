import ArgumentParser
import Capture
import Packets
import Reports

/// What a report tells, what it looks like and where it goes.
struct ReportOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .long], help: ArgumentHelp("Write the report to a file.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Only sessions of the client with this address. Repeatable.", valueName: "ip"))
    var client: [String] = []

    @Option(
        help: ArgumentHelp(
            "Tell at most so many sessions, and count the rest. 10000 where this is not given; ndjson and live text tell all.",
            valueName: "n|all"))
    var limit: SessionLimit?

    @Flag(exclusivity: .exclusive, help: "Which sessions.")
    var scope: Scope?

    @Flag(help: "Show the whole dialogue.")
    var transcript = false

    @Option(help: ArgumentHelp("Colours in text.", valueName: "when"))
    var color: ColorChoice = .auto

    @Flag(help: "One line a session; no progress, no warnings.")
    var quiet = false

    @Flag(help: "Everything: delivered sessions in full, sources of advice.")
    var verbose = false

    enum Scope: String, EnumerableFlag {
        case all, failed

        static func help(for value: Scope) -> ArgumentHelp? {
            switch value {
            case .all: "Delivered sessions in full too."
            case .failed: "Without delivered sessions."
            }
        }
    }

    func validate() throws {
        for address in client where IPAddress(address) == nil {
            throw ValidationError("\(address) is no IP address.")
        }
    }

    /// Progress is for people who watch.
    var showsProgress: Bool { !quiet && Terminal.standardError.isTerminal }

    /// How many sessions are told where the option does not say; nil for all.
    func limit(orElse standard: SessionLimit) -> Int? { (limit ?? standard).count }

    /// The sessions that `--client` and `--failed` leave.
    var selection: SessionSelection {
        var selection = SessionSelection()
        selection.clients = Set(client.compactMap { IPAddress($0) })
        selection.failedOnly = scope == .failed
        return selection
    }

    func text(for target: Output) -> TextOptions {
        var options = TextOptions()
        options.width = target.terminal.width
        options.style = Style(isColoured: color.isOn(target.terminal))
        options.isVerbose = verbose || scope == .all
        options.isQuiet = quiet
        options.showsTranscript = transcript
        options.limit = limit(orElse: .standard)
        return options
    }

    /// A report never takes the place of a capture that it is about.
    func refuseToOverwrite(_ inputs: [CaptureInput]) throws {
        guard let output, output != "-", let target = FileStatus(path: output)?.identity else { return }
        for input in inputs where FileStatus(path: input.path)?.identity == target {
            Output.complain("\(output) is the capture itself")
            throw ExitCode(ExitStatus.wrongUsage)
        }
    }
}
