import ArgumentParser
import Knowledge
import Reports
import TLS

/// `postmortem CAPTURE…` and `postmortem explain WORDS`, without any option: what most calls are. They are run as they
/// stand, since ArgumentParser needs longer to learn the options than a small capture needs to be judged. Every other form
/// is its affair; the tests hold both ways against each other.
enum PlainForm: Equatable {
    case analyze([String])
    case explain(ArraySlice<String>)

    /// nil where an option is given, or a command that is not one of the two.
    init?(_ arguments: [String]) {
        guard let first = arguments.first, !arguments.contains(where: { $0.hasPrefix("-") && $0 != "-" }) else {
            return nil
        }
        if first == "explain", arguments.count > 1 {
            self = .explain(arguments.dropFirst())
        } else if !Postmortem.words.contains(first) {
            self = .analyze(arguments)
        } else {
            return nil
        }
    }

    func run() throws {
        switch self {
        case .explain(let subject): try Explain.run(subject, try KnowledgeOptions.load([]), .auto)
        case .analyze(let captures): try analyze(captures)
        }
    }

    private func analyze(_ captures: [String]) throws {
        let reader = CaptureReader(
            knowledge: try KnowledgeOptions.load([]), trust: TrustStore(), ports: [],
            showsProgress: Terminal.standardError.isTerminal)
        let reading = reader.read(InputList.captures(captures))
        let isPartial = try Analyze.complain(
            reading.failures, read: reading.set.captures.map(\.summary), of: captures)
        var report = Report(version: Postmortem.version, sets: [reading.set])
        report.tellDevices(reader.knowledge)
        let target = try Output.open(nil)
        var options = TextOptions()
        options.width = target.terminal.width
        options.style = Style(isColoured: ColorChoice.auto.isOn(target.terminal))
        options.limit = SessionLimit.standard.count
        TextReport(report, options: options).write(target.write)
        try target.close()
        if isPartial { throw ExitCode(ExitStatus.readInPart) }
    }
}
