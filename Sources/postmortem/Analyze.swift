import ArgumentParser
import Capture
import Knowledge
import Reports

/// `postmortem CAPTURE…`: a verdict for every session.
struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say for every attempt to send mail how it ended, where, by whom and why (the default command).",
        usage: """
            postmortem [OPTIONS] CAPTURE…
            postmortem live -i INTERFACE
            postmortem compare --inside CAPTURE… --outside CAPTURE…
            postmortem diff GOOD BAD
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
            31 test-only, 32 unknown (also where no session was found, or a delivery under TLS is only a guess). These go before 1: with --check, 1 means that all \
            that could be read was delivered, and a part could not be read.
            """)

    @Argument(help: ArgumentHelp("Capture files, directories, or -.", valueName: "capture"))
    var captures: [String]

    @Flag(help: "Read each file on its own, not all as one capture.")
    var separately = false

    @Option(help: "How to report.")
    var format: OutputFormat = .text

    @Option(help: ArgumentHelp("Only the session of this number. Repeatable.", valueName: "n"))
    var session: [Int] = []

    @OptionGroup var reading: ReadingOptions

    @OptionGroup var options: ReportOptions

    @Flag(help: "Let the exit status say whether all was delivered.")
    var check = false

    func run() throws {
        let base = try reading.knowledge.load()
        let trust = try reading.trust.load()
        let inputs = InputList.captures(captures)
        try options.refuseToOverwrite(inputs)
        var reader = CaptureReader(
            knowledge: base, trust: trust, ports: reading.port, showsProgress: options.showsProgress)
        reader.keys = try reading.keys.load()
        let sets = (separately ? inputs.map { [$0] } : [inputs]).map(reader.read)
        let failures = sets.flatMap(\.failures)
        for failure in failures { Output.complain("\(failure)") }
        let read = sets.flatMap(\.set.captures)
        guard !read.isEmpty else {
            if failures.isEmpty { Output.complain("no capture in \(captures.joined(separator: ", "))") }
            throw ExitCode(ExitStatus.nothingRead)
        }
        if format != .text, !options.quiet { warn(read) }
        var whole = Report(version: Postmortem.version, sets: sets.map(\.set))
        if format != .ndjson { whole.tellDevices(base) }
        let report = whole.selecting(chosen)
        try options.write(options.scope == .failed ? report.selecting(.failed) : report, as: format)
        let isPartial = !failures.isEmpty || read.contains { $0.summary.isPartial }
        let status = check ? ExitStatus.check(report) : ExitStatus.analysed
        if status != ExitStatus.analysed { throw ExitCode(status) }
        if isPartial { throw ExitCode(ExitStatus.readInPart) }
    }

    /// What the exit status is about: `--failed` leaves out of the report only.
    private var chosen: SessionSelection {
        var selection = options.selection
        selection.ids = Set(session)
        selection.failedOnly = false
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
