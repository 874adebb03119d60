import ArgumentParser
import Capture
import Reports

/// `postmortem compare --inside A --outside B`: one session seen from both sides of a box.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Judge sessions by two captures, from both sides of a firewall or another box.",
        usage: "postmortem compare [OPTIONS] --inside CAPTURE… --outside CAPTURE…",
        discussion: """
            The inside is the device's side of the box, the outside the Internet's. Connections are matched through \
            address translation, replaced sequence numbers and proxies; what could be two is left unmatched. The \
            clocks of both captures need not agree: they are aligned by packets that both saw.

            A session is told with the inside's addresses. The report's captures are the inside's files, then the \
            outside's; frames of the outside are told with its file's name. Three lanes, device, box and server, \
            show in which order what happened, what the box swallowed, made or changed.

            Exit status: as for captures: 0 analysed; 1 the input could be read only in part; 2 nothing could be \
            read of one side; 64 wrong usage, also captures given the wrong way round. With --check: see \
            `postmortem --help`.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Captures of the device's side: files, directories, or -.", valueName: "capture"))
    var inside: [String]

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Captures of the other side, at the same time.", valueName: "capture"))
    var outside: [String]

    @OptionGroup var judging: JudgingOptions

    @OptionGroup var reading: ReadingOptions

    @OptionGroup var options: ReportOptions

    func run() throws {
        let base = try reading.knowledge.load()
        let trust = try reading.trust.load()
        let inner = InputList.captures(inside)
        let outer = InputList.captures(outside)
        try options.refuseToOverwrite(inner + outer)
        let reader = PairReader(
            knowledge: base, trust: trust, ports: reading.port, keys: try reading.keys.load(),
            showsProgress: options.showsProgress)
        let read = reader.read(inside: inner, outside: outer)
        for failure in read.failures { Output.complain("\(failure)") }
        guard !read.lacksPoint else {
            if read.failures.isEmpty { Output.complain("compare needs a capture of each side") }
            throw ExitCode(ExitStatus.nothingRead)
        }
        if let swapped = read.swapped {
            Output.complain("the captures are the wrong way round: \(swapped); give them the other way")
            throw ExitCode.validationFailure
        }
        try judging.tell(
            Report(version: Postmortem.version, sets: [read.set]).selecting(judging.chosen(of: options)), options,
            isPartial: !read.failures.isEmpty || read.set.captures.contains { $0.summary.isPartial })
    }
}
