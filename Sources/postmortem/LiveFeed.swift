import Capture
import Diagnosis
import Knowledge
import Reports
import Sessions
import Streams
import TLS

/// Tells sessions of a live capture as they come, and forgets them.
struct LiveFeed {
    private let format: LiveFormat
    private let options: ReportOptions
    private let diagnostician: Diagnostician
    private let target: Output
    private let encoder = ReportEncoder()
    private var text: TextFeed
    /// Numbers of sessions that were told while they were open.
    private var numbers: [Key: Int] = [:]
    private var lastNumber = 0
    private var summary = SummaryReport()
    private var forgotten = StreamHealth()
    /// Sessions for `json`, up to `--limit`, with their numbers.
    private var kept: [(id: Int, diagnosed: DiagnosedSession)] = []

    private struct Key: Hashable {
        var client: SocketAddress
        var firstFrame: Int
    }

    init(format: LiveFormat, options: ReportOptions, knowledge: KnowledgeBase, trust: TrustStore, target: Output) {
        self.format = format
        self.options = options
        self.target = target
        diagnostician = Diagnostician(knowledge: knowledge, trust: trust)
        text = TextFeed(options: options.text(for: target))
    }

    var finished: Int { summary.sessions }
    var isGone: Bool { target.isGone }
    /// Its lines and a status line would share the terminal.
    var sharesTerminal: Bool { target.terminal.isTerminal }

    /// A session that goes on.
    mutating func tellStalled(_ session: Session, _ capture: CaptureSummary, drops: Int) throws {
        let id = number(session, isLast: false)
        guard format != .json else { return }
        try tell(diagnosed(session, capture, drops: drops), id, capture)
    }

    /// A session that is over, or told for the last time.
    mutating func tell(_ session: Session, _ capture: CaptureSummary, drops: Int) throws {
        let id = number(session, isLast: true)
        let diagnosed = diagnosed(session, capture, drops: drops)
        summary.count(diagnosed.verdict)
        forgotten.count(diagnosed)
        if format == .json {
            if kept.count < options.limit(orElse: .standard) ?? .max { kept.append((id, diagnosed)) }
        } else {
            try tell(diagnosed, id, capture)
        }
    }

    /// The end of the report. `kept` sessions are told now.
    mutating func end(_ capture: CaptureSummary, assembler: SessionAssembler) throws {
        var whole = Report.AnalysedCapture(
            summary: capture, sessions: [], undecodablePackets: assembler.undecodable,
            undecodableReasons: assembler.undecodableReasons, otherSegments: assembler.otherSegments)
        whole.streams = forgotten
        switch format {
        case .text: if !options.quiet { target.write(text.end(whole, summary: summary)) }
        case .ndjson: break
        case .json:
            // Health counts every session once: those that are listed are in `forgotten`, too.
            var report = Report(version: Postmortem.version, captures: [analysed(capture, kept.map(\.diagnosed))])
            for index in report.entries.indices { report.entries[index].id = kept[index].id }
            report.captures = [whole]
            let chosen = report.selecting(options.selection)
            try encoder.json(chosen, limit: nil, summary: summary, to: target.write)
        }
        try target.close()
    }

    // MARK: -

    private func diagnosed(_ session: Session, _ capture: CaptureSummary, drops: Int) -> DiagnosedSession {
        var health = CaptureHealth(capture)
        health.droppedPackets = drops
        return diagnostician.diagnose(session, capture: health)
    }

    private mutating func tell(_ diagnosed: DiagnosedSession, _ id: Int, _ capture: CaptureSummary) throws {
        var report = Report(version: Postmortem.version, captures: [analysed(capture, [diagnosed])])
        guard !report.entries.isEmpty else { return }
        report.entries[0].id = id
        guard id <= options.limit(orElse: .all) ?? .max, options.selection.includes(report.entries[0]) else { return }
        if format == .text {
            target.write(text.session(report.entries[0]))
        } else {
            target.write(try encoder.ndjson(report.entries[0], of: report))
        }
        target.flush()
    }

    private func analysed(_ capture: CaptureSummary, _ sessions: [DiagnosedSession]) -> Report.AnalysedCapture {
        Report.AnalysedCapture(summary: capture, sessions: sessions)
    }

    private mutating func number(_ session: Session, isLast: Bool) -> Int {
        let key = Key(client: session.client, firstFrame: session.first.frame)
        if let known = numbers[key] {
            if isLast { numbers[key] = nil }
            return known
        }
        lastNumber += 1
        if !isLast { numbers[key] = lastNumber }
        return lastNumber
    }
}
