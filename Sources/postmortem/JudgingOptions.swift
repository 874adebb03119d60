import ArgumentParser
import Reports

/// Which of the judged sessions are told, how, and whether the exit status tells of them.
struct JudgingOptions: ParsableArguments {
    @Option(help: "How to report.")
    var format: OutputFormat = .text

    @Option(help: ArgumentHelp("Only the session of this number. Repeatable.", valueName: "n"))
    var session: [Int] = []

    @Flag(help: "Let the exit status say whether all was delivered.")
    var check = false

    /// What the exit status is about: `--failed` leaves out of the report only.
    func chosen(of options: ReportOptions) -> SessionSelection {
        var selection = options.selection
        selection.ids = Set(session)
        selection.failedOnly = false
        return selection
    }

    /// Writes the report, and ends the program with the status that it calls for. `isPartial`: some input could not be
    /// read.
    func tell(_ report: Report, _ options: ReportOptions, isPartial: Bool) throws {
        try options.write(options.scope == .failed ? report.selecting(.failed) : report, as: format)
        try leave(ExitStatus.check(report), isPartial: isPartial)
    }

    /// Ends the program with the status of `--check`, or with that of input which could not be read.
    func leave(_ status: Int32, isPartial: Bool) throws {
        if check, status != ExitStatus.analysed { throw ExitCode(status) }
        if isPartial { throw ExitCode(ExitStatus.readInPart) }
    }
}
