import Capture
import Sessions

/// The report of a live capture for people: a session at a time, and at the end what the whole was worth.
package struct TextFeed {
    private let options: TextOptions
    private var told = ToldExplanations()

    package init(options: TextOptions) { self.options = options }

    package mutating func session(_ entry: Report.Entry) -> String {
        TextReport.text(told.lines(entry, options: options))
    }

    /// Health, and all sessions counted, those that were told earlier too.
    package func end(_ capture: Report.AnalysedCapture, summary: SummaryReport) -> String {
        let counts = summary.sessions == 0 ? "No attempt to send mail was seen." : summary.phrase
        return TextReport.text(
            [""] + TextHealth(capture: capture, options: options).lines()
                + Wrapping.fill(counts, first: "", width: options.width))
    }
}
