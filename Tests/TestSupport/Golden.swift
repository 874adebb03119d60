import Foundation

/// Compares a text with the one kept in the folder `Golden` beside the test:
///
///     #expect(Golden.difference(report, from: "refused-at-rcpt.txt") == nil)
///
/// With `POSTMORTEM_RECORD=1` in the environment the file is written anew instead.
package enum Golden {
    /// nil where the text is the golden one, else the first line that differs, both ways.
    package static func difference(_ text: String, from name: String, test: String = #filePath) -> String? {
        let path = Repository.folder(above: test, levels: 1) + "/Golden/" + name
        if ProcessInfo.processInfo.environment["POSTMORTEM_RECORD"] == "1" { return record(text, path) }
        guard let golden = try? String(contentsOfFile: path, encoding: .utf8) else {
            return "no golden file \(name): record it with POSTMORTEM_RECORD=1"
        }
        return golden == text ? nil : firstDifference(text, golden, name)
    }

    private static func record(_ text: String, _ path: String) -> String? {
        do {
            try FileManager.default.createDirectory(
                atPath: Repository.folder(above: path, levels: 1), withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return nil
        } catch {
            return "cannot record \(path): \(error)"
        }
    }

    private static func firstDifference(_ text: String, _ golden: String, _ name: String) -> String {
        let actual = text.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
        let index =
            zip(actual, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            ?? min(actual.count, expected.count)
        func line(_ lines: [Substring]) -> String { lines.indices.contains(index) ? "“\(lines[index])”" : "the end" }
        return """
            \(name), line \(index + 1):
              golden: \(line(expected))
              now:    \(line(actual))
            POSTMORTEM_RECORD=1 records the files anew; then read what git says has changed.
            """
    }
}
