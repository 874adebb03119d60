/// One step that somebody can take.
package struct Advice: Sendable, Hashable {
    package var text: String
    /// nil where the step is general practice.
    package var source: Source?
    /// The day on which the source was last read, `yyyy-mm-dd`.
    package var checkedOn: String?

    package init(text: String, source: Source? = nil, checkedOn: String? = nil) {
        self.text = text
        self.source = source
        self.checkedOn = checkedOn
    }
}
