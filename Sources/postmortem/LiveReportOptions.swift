import ArgumentParser
import Packets
import Reports

/// What a live report looks like.
struct LiveReportOptions: ParsableArguments {
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, ndjson, json }

    @Option(help: ArgumentHelp("text and ndjson tell sessions as they end, json at the end.", valueName: "format"))
    var format: Format = .text

    @Option(
        name: [.customShort("o"), .long], help: ArgumentHelp("Write the report to a file.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Only sessions of the client with this address. Repeatable.", valueName: "ip"))
    var client: [String] = []

    @Flag(help: "Without delivered sessions.")
    var failed = false

    @Option(help: ArgumentHelp("At most so many sessions in json; the last ones are only counted.", valueName: "n|all"))
    var limit = SessionLimit.standard

    @Flag(help: "Show the whole dialogue.")
    var transcript = false

    @OptionGroup var knowledge: KnowledgeOptions

    @Option(help: ArgumentHelp("Colours in text.", valueName: "when"))
    var color: ColorChoice = .auto

    @Flag(help: "One line a session; no status line.")
    var quiet = false

    @Flag(help: "Everything: delivered sessions in full, sources of advice.")
    var verbose = false

    func validate() throws {
        for address in client where IPAddress(address) == nil {
            throw ValidationError("\(address) is no IP address.")
        }
    }

    var selection: SessionSelection {
        var selection = failed ? SessionSelection.failed : SessionSelection()
        selection.clients = Set(client.compactMap { IPAddress($0) })
        return selection
    }

    func text(for target: Output) -> TextOptions {
        var options = TextOptions()
        options.width = target.terminal.width
        options.style = Style(isColoured: color.isOn(target.terminal))
        options.isVerbose = verbose
        options.isQuiet = quiet
        options.showsTranscript = transcript
        return options
    }
}
