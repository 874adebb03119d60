import Diagnosis

/// The stages of a session, side by side.
struct TextLadder {
    let rungs: [Rung]
    let options: TextOptions

    func lines(indent: String) -> [String] {
        let items = shown.map { rung in
            (text: text(rung, options.style), columns: Wrapping.columns(text(rung, Style())))
        }
        return Wrapping.flow(items, indent: indent, width: options.width)
    }

    /// Without stages that were not reached, and without a TLS that nobody asked for.
    private var shown: [Rung] {
        let hasNoSTARTTLS = rungs.contains { $0.stage == .starttls && $0.status != .passed }
        return rungs.filter { rung in
            if rung.status == .notReached { return false }
            if rung.stage == .tls, rung.status == .skipped, hasNoSTARTTLS { return false }
            return rung.stage != .quit || rung.status == .passed
        }
    }

    private func text(_ rung: Rung, _ style: Style) -> String {
        let name = rung.stage.rawValue
        let words = [rung.text.map(Printable.text), duration(rung)].compactMap(\.self).joined(separator: ", ")
        let rest = words.isEmpty ? "" : " " + words
        return switch rung.status {
        case .passed: "\(name) \(style.green("✓"))\(rest)"
        case .failed: "\(style.bold(name.uppercased())) \(style.red("✗"))\(rest)"
        case .skipped: "\(name) –\(rest)"
        case .unseen: "\(name) \(style.yellow("?"))\(rest)"
        case .notReached: name
        }
    }

    /// The handshake's always; another stage's where somebody had to wait.
    private func duration(_ rung: Rung) -> String? {
        guard let seconds = rung.seconds, rung.status != .skipped else { return nil }
        guard rung.stage == .connect || seconds >= 1 else { return nil }
        return Phrases.duration(seconds)
    }
}
