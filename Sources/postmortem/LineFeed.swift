import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions
import TLS

/// Sessions of captures as lines of JSON (`--format ndjson`), each told once it is settled, and forgotten.
struct LineFeed {
    private let options: ReportOptions
    private let knowledge: KnowledgeBase
    private let diagnostician: Diagnostician
    private let encoder = ReportEncoder()
    /// Made with the first line: where nothing could be read, no file is written.
    private var target: Output?
    /// Sets that were read to their end, without their sessions.
    private var done: [Report.AnalysedSet] = []
    private var lastNumber = 0
    private var told = 0
    private var verdicts = CheckedVerdicts()
    private var closing: ClosingLine?

    init(
        options: ReportOptions, hasClosingLine: Bool, knowledge: KnowledgeBase, trust: TrustStore
    ) {
        self.options = options
        self.knowledge = knowledge
        diagnostician = Diagnostician(knowledge: knowledge, trust: trust)
        closing = hasClosingLine ? ClosingLine(options.selection) : nil
    }

    var isGone: Bool { target?.isGone ?? false }
    var sharesTerminal: Bool { target?.terminal.isTerminal ?? Terminal(descriptor: 1).isTerminal }
    /// All that was read.
    var captures: [CaptureSummary] { done.flatMap(\.captures).map(\.summary) }
    /// For `--check`.
    var status: Int32 { verdicts.status }

    /// `files`: what is known so far of those that are read as one capture.
    mutating func tell(_ sessions: [Session], files: [CaptureSummary], numbering: FrameNumbering) throws {
        guard !sessions.isEmpty else { return }
        let diagnosed = diagnostician.diagnose(sessions, files: files, numbering: numbering)
        let set = Report.AnalysedSet(
            captures: files.map { Report.AnalysedCapture(summary: $0, sessions: []) }, sessions: diagnosed,
            numbering: numbering)
        var report = Report(version: Postmortem.version, sets: done + [set])
        for index in report.entries.indices { report.entries[index].id = lastNumber &+ index &+ 1 }
        lastNumber &+= report.entries.count
        closing?.add(report.entries)
        var selection = options.selection
        selection.failedOnly = false
        verdicts.add(report.selecting(selection).entries)
        for entry in report.selecting(options.selection).entries where told < options.limit(orElse: .all) ?? .max {
            told &+= 1
            try output().write(try encoder.ndjson(entry, of: report))
        }
        target?.flush()
    }

    /// One set has been read.
    mutating func endSet(_ captures: [Report.AnalysedCapture], numbering: FrameNumbering) {
        done.append(Report.AnalysedSet(captures: captures, sessions: [], numbering: numbering))
    }

    mutating func end() throws {
        if let closing {
            let line = try encoder.ndjson(closing, version: Postmortem.version, sets: done, told: told, knowledge)
            try output().write(line)
        }
        try output().close()
    }

    private mutating func output() throws -> Output {
        if let target { return target }
        let made = try Output.open(options.output)
        target = made
        return made
    }
}
