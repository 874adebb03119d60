import ArgumentParser
import Capture
import Reports

/// `postmortem diff GOOD BAD`: where a failing session first differs from a working one.
struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show where a failing session first differs from a working one.",
        usage: """
            postmortem diff [OPTIONS] GOOD BAD
            postmortem diff [OPTIONS] CAPTURE
            """,
        discussion: """
            The first difference that can have to do with the failure comes first, then the rest: keywords, TLS \
            offers, commands, replies, times, the path. What is never the same (times, queue numbers, the host of a \
            pool) is no difference.

            Without --good-session it is the first session of GOOD that was delivered, else of those that nothing \
            stopped (a test), else of all, the one that came furthest; without --bad-session the first of BAD that failed. One capture may hold both. The numbers are \
            those of `postmortem CAPTURE`.

            Exit status: 0 compared; 1 a capture could be read only in part; 2 one could not be read; 64 wrong usage, \
            also where there is no such session.
            """)

    @Argument(help: ArgumentHelp("One capture, or the working one and the failing one.", valueName: "capture"))
    var captures: [String]

    @Option(help: ArgumentHelp("The working session, by its number.", valueName: "n"))
    var goodSession: Int?

    @Option(help: ArgumentHelp("The failing session, by its number.", valueName: "n"))
    var badSession: Int?

    @Option(help: "How to report.")
    var format: DiffFormat = .text

    @Option(
        name: [.customShort("o"), .long], help: ArgumentHelp("Write the report to a file.", valueName: "file"))
    var output: String?

    @OptionGroup var reading: ReadingOptions

    @Option(help: ArgumentHelp("Colours in text.", valueName: "when"))
    var color: ColorChoice = .auto

    @Flag(help: "No progress, no warnings.")
    var quiet = false

    func validate() throws {
        guard (1...2).contains(captures.count) else {
            throw ValidationError("diff takes one capture with both sessions, or two.")
        }
        if captures.count == 1, captures == ["-"] { return }
        if captures == ["-", "-"] { throw ValidationError("Standard input has one reading: name one file.") }
    }

    func run() throws {
        let inputs = captures.map { InputList.captures([$0]) }
        try refuseToOverwrite(inputs.flatMap(\.self))
        var reader = CaptureReader(
            knowledge: try reading.knowledge.load(), trust: try reading.trust.load(), ports: reading.port,
            showsProgress: !quiet && Terminal.standardError.isTerminal)
        reader.keys = try reading.keys.load()
        let read = inputs.map(reader.read)
        for failure in read.flatMap(\.failures) { Output.complain("\(failure)") }
        guard read.allSatisfy({ !$0.set.captures.isEmpty }) else { throw ExitCode(ExitStatus.nothingRead) }
        let reports = read.map { Report(version: Postmortem.version, sets: [$0.set]) }
        try write(try compared(reports))
        let isPartial = read.contains { reading in
            !reading.failures.isEmpty || reading.set.captures.contains { $0.summary.isPartial }
        }
        if isPartial { throw ExitCode(ExitStatus.readInPart) }
    }

    private func compared(_ reports: [Report]) throws -> DiffReport {
        guard let first = reports.first, let last = reports.last else { throw ExitCode(ExitStatus.nothingRead) }
        guard
            let good = DiffReport.good(
                in: first, session: goodSession, besides: reports.count == 1 ? badSession : nil)
        else {
            throw refused(goodSession, first, "working", captures.first)
        }
        let besides = reports.count == 1 ? good.id : nil
        guard let bad = DiffReport.bad(in: last, session: badSession, besides: besides) else {
            throw refused(badSession, last, "failing", captures.last)
        }
        return DiffReport(
            version: Postmortem.version, good: .init(report: first, entry: good), bad: .init(report: last, entry: bad))
    }

    private func refused(_ session: Int?, _ report: Report, _ kind: String, _ capture: String?) -> ExitCode {
        let count = Phrases.count(report.entries.count, "session")
        let what = session.map { "there is no session \($0)" } ?? "there is no \(kind) session to compare with"
        Output.complain("\(what): \(capture ?? "the capture") has \(count)")
        return ExitCode(ExitStatus.wrongUsage)
    }

    private func refuseToOverwrite(_ inputs: [CaptureInput]) throws {
        guard let output, output != "-", let target = FileStatus(path: output)?.identity else { return }
        for input in inputs where FileStatus(path: input.path)?.identity == target {
            Output.complain("\(output) is the capture itself")
            throw ExitCode(ExitStatus.wrongUsage)
        }
    }

    private func write(_ report: DiffReport) throws {
        let target = try Output.open(output)
        switch format {
        case .text:
            let style = Style(isColoured: color.isOn(target.terminal))
            target.write(DiffText(report, width: target.terminal.width, style: style).text)
        case .json, .ndjson:
            target.write(try ReportEncoder().json(report, isIndented: format == .json))
        case .markdown:
            target.write(DiffMarkdown(report).text)
        }
        try target.close()
    }
}
