import ArgumentParser
import Capture
import Knowledge
import Packets
import Reports

/// `postmortem CAPTURE…`: a verdict for every session.
struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say for every attempt to send mail how it ended, where, by whom and why (the default command).",
        usage: """
            postmortem [OPTIONS] CAPTURE…
            postmortem live -i INTERFACE
            postmortem interfaces
            postmortem extract CAPTURE… --session N -o FILE
            postmortem explain CAUSE|CODE|"REPLY TEXT"
            postmortem rules check|list
            """,
        discussion: """
            Captures are pcap, pcapng, snoop or ERF files, directories of them, FIFOs, or - for standard input; also \
            the text that tcpdump -xx, FortiGate's diagnose sniffer packet (3, 6), ASA's show capture dump and \
            Wireshark print. Several are one capture: their frames are taken in the order of their times, whatever the \
            order of the files, and a session may go on from one file to the next. Frame numbers are those of each \
            file. --separately reads each on its own.

            Exit status: 0 analysed; 1 the input could be read only in part; 2 nothing could be read; 64 wrong usage.
            With --check: 0 all delivered, else of the first session that was not: 20 resolve, 21 connect, \
            22 greeting, 23 ehlo, 24 starttls, 25 tls, 26 auth, 27 mail, 28 rcpt, 29 data, 30 accepted, \
            31 test-only, 32 unknown (also where no session was found).
            """)

    @Argument(help: ArgumentHelp("Capture files, directories, or -.", valueName: "capture"))
    var captures: [String]

    @Flag(help: "Read each file on its own, not all as one capture.")
    var separately = false

    @Option(help: "How to report.")
    var format: OutputFormat = .text

    @Option(
        name: [.customShort("o"), .long], help: ArgumentHelp("Write the report to a file.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp("A TCP port to take for SMTP besides 25, 26, 465, 587, 2525. Repeatable.", valueName: "n"))
    var port: [UInt16] = []

    @Option(help: ArgumentHelp("Only the session of this number. Repeatable.", valueName: "n"))
    var session: [Int] = []

    @Option(help: ArgumentHelp("Only sessions of the client with this address. Repeatable.", valueName: "ip"))
    var client: [String] = []

    @Option(
        help: ArgumentHelp("At most so many sessions; ndjson lists all unless this says otherwise.", valueName: "n|all")
    )
    var limit = SessionLimit.standard

    @Flag(exclusivity: .exclusive, help: "Which sessions.")
    var scope: Scope?

    @Flag(help: "Show the whole dialogue.")
    var transcript = false

    @OptionGroup var knowledge: KnowledgeOptions

    @Option(help: ArgumentHelp("Colours in text.", valueName: "when"))
    var color: ColorChoice = .auto

    @Flag(help: "One line a session; no progress, no warnings.")
    var quiet = false

    @Flag(help: "Everything: delivered sessions in full, sources of advice.")
    var verbose = false

    @Flag(help: "Let the exit status say whether all was delivered.")
    var check = false

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
        if port.contains(0) { throw ValidationError("0 is no port.") }
        for address in client where IPAddress(address) == nil {
            throw ValidationError("\(address) is no IP address.")
        }
    }

    func run() throws {
        let base = try knowledge.load()
        let inputs = InputList.captures(captures)
        try refuseToOverwrite(inputs)
        let reader = CaptureReader(
            knowledge: base, ports: port, showsProgress: !quiet && Terminal.standardError.isTerminal)
        let sets = (separately ? inputs.map { [$0] } : [inputs]).map(reader.read)
        let failures = sets.flatMap(\.failures)
        for failure in failures { Output.complain("\(failure)") }
        let read = sets.flatMap(\.set.captures)
        guard !read.isEmpty else {
            if failures.isEmpty { Output.complain("no capture in \(captures.joined(separator: ", "))") }
            throw ExitCode(ExitStatus.nothingRead)
        }
        if format != .text, !quiet { warn(read) }
        let report = Report(version: Postmortem.version, sets: sets.map(\.set)).selecting(chosen)
        try write(scope == .failed ? report.selecting(.failed) : report)
        let isPartial = !failures.isEmpty || read.contains { $0.summary.isPartial }
        let status = check ? ExitStatus.check(report) : ExitStatus.analysed
        if status != ExitStatus.analysed { throw ExitCode(status) }
        if isPartial { throw ExitCode(ExitStatus.readInPart) }
    }

    /// A report never takes the place of a capture that it is about.
    private func refuseToOverwrite(_ inputs: [CaptureInput]) throws {
        guard let output, output != "-", let target = FileStatus(path: output)?.identity else { return }
        for input in inputs where FileStatus(path: input.path)?.identity == target {
            Output.complain("\(output) is the capture itself")
            throw ExitCode(ExitStatus.wrongUsage)
        }
    }

    private var chosen: SessionSelection {
        var selection = SessionSelection()
        selection.ids = Set(session)
        selection.clients = Set(client.compactMap { IPAddress($0) })
        return selection
    }

    private func warn(_ captures: [Report.AnalysedCapture]) {
        for capture in captures {
            for problem in capture.summary.problems {
                Output.complain("\(capture.summary.path), byte \(problem.offset): \(problem.message)")
            }
        }
    }
}
