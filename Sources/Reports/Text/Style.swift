/// Colours of a terminal, or none. Applied to finished text only: they have no width.
package struct Style: Sendable {
    package var isColoured: Bool

    package init(isColoured: Bool = false) { self.isColoured = isColoured }

    func red(_ text: String) -> String { sgr("31", text) }
    func green(_ text: String) -> String { sgr("32", text) }
    func yellow(_ text: String) -> String { sgr("33", text) }
    func bold(_ text: String) -> String { sgr("1", text) }
    func dim(_ text: String) -> String { sgr("2", text) }

    /// Select graphic rendition (ECMA-48 §8.3.117).
    private func sgr(_ parameter: String, _ text: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(parameter)m\(text)\u{1B}[0m" : text
    }
}
