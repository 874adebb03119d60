import ArgumentParser
import Capture
import Knowledge
import Reports

/// `postmortem CAPTURE…`: a verdict for every session.
struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
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

            ndjson tells each session as soon as it is over and nothing that follows can explain it, while the rest is \
            still being read: 13 seconds of the packets' time after its end, 5 minutes after its beginning where it \
            did not connect; earlier where more than 4096 sessions wait. Sessions are numbered in the order in which \
            they are told.

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

    @OptionGroup var judging: JudgingOptions

    @OptionGroup var reading: ReadingOptions

    @OptionGroup var options: ReportOptions

    @Flag(
        help: "With ndjson: a last line for the capture, with its files, their health, devices and counts of sessions.")
    var closingLine = false

    func validate() throws {
        guard closingLine else { return }
        guard judging.format == .ndjson else { throw ValidationError("--closing-line is for --format ndjson.") }
        guard judging.session.isEmpty else {
            throw ValidationError("--closing-line is about all sessions, not --session.")
        }
    }

    func run() throws {
        let base = try reading.knowledge.load()
        let trust = try reading.trust.load()
        let inputs = InputList.captures(captures)
        try options.refuseToOverwrite(inputs)
        var reader = CaptureReader(
            knowledge: base, trust: trust, ports: reading.port, showsProgress: options.showsProgress)
        reader.keys = try reading.keys.load()
        let groups = separately ? inputs.map { [$0] } : [inputs]
        // The numbers that --session names are those of the whole report.
        guard judging.format != .ndjson || !judging.session.isEmpty else { return try stream(groups, reader) }
        let sets = groups.map(reader.read)
        let read = sets.flatMap(\.set.captures).map(\.summary)
        let isPartial = try Self.complain(sets.flatMap(\.failures), read: read, of: captures)
        warn(read)
        Self.tellPatternsGivenUp()
        var whole = Report(version: Postmortem.version, sets: sets.map(\.set))
        if judging.format != .ndjson { whole.tellDevices(base) }
        try judging.tell(whole.selecting(judging.chosen(of: options)), options, isPartial: isPartial)
    }

    /// Tells every session as soon as it is settled.
    private func stream(_ groups: [[CaptureInput]], _ reader: CaptureReader) throws {
        var feed = LineFeed(
            options: options, hasClosingLine: closingLine, knowledge: reader.knowledge, trust: reader.trust)
        var failures: [CaptureError] = []
        for inputs in groups where !feed.isGone {
            failures += try SessionStream(reader: reader).read(inputs, into: &feed)
        }
        let isPartial = try Self.complain(failures, read: feed.captures, of: captures)
        warn(feed.captures)
        Self.tellPatternsGivenUp()
        try feed.end()
        try judging.leave(feed.status, isPartial: isPartial)
    }

    /// Tells what could not be read, and whether there is any; ends the program where nothing could be.
    static func complain(
        _ failures: [CaptureError], read: [CaptureSummary], of captures: [String]
    ) throws -> Bool {
        for failure in failures { Output.complain("\(failure)") }
        guard !read.isEmpty else {
            if failures.isEmpty { Output.complain("no capture in \(captures.joined(separator: ", "))") }
            throw ExitCode(ExitStatus.nothingRead)
        }
        return !failures.isEmpty || read.contains(where: \.isPartial)
    }

    /// A rule of a user's file that claimed nothing because its pattern takes for ever.
    private static func tellPatternsGivenUp() {
        for pattern in KnowledgeBase.patternsGivenUp {
            Output.complain(
                "the pattern '\(pattern)' took too many steps and was given up: its rule claims no such reply")
        }
    }

    /// In text the report tells it.
    private func warn(_ captures: [CaptureSummary]) {
        guard judging.format != .text, !options.quiet else { return }
        for capture in captures {
            for problem in capture.problems {
                Output.complain("\(capture.path), byte \(problem.offset): \(problem.message)")
            }
        }
    }
}
