import Foundation
import TestSupport
import Testing

/// What README shows is what the program prints.
@Suite(.enabled(if: Program.path != nil, "the program is not built beside the tests")) struct ReadmeTests {
    /// A block that begins with `$ postmortem …`, and the lines below it.
    struct Example: CustomTestStringConvertible, Sendable {
        var arguments: [String]
        var lines: [String]
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let blocks: [[String]] = {
        let text = (try? Repository.bytes(of: Repository.root + "/README.md")).map {
            String(decoding: $0, as: UTF8.self)
        }
        let parts = (text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            .split(omittingEmptySubsequences: false) { $0.hasPrefix("```") }
        // Every other part stands between two fences.
        return parts.enumerated().filter { $0.offset % 2 == 1 }.map { $0.element.map(String.init) }
    }()

    static let examples: [Example] = blocks.compactMap { block in
        guard let first = block.first, first.hasPrefix("$ postmortem ") else { return nil }
        return Example(
            arguments: first.dropFirst("$ postmortem ".count).split(separator: " ").map(String.init),
            lines: Array(block.dropFirst()))
    }

    /// Lines that ask for an explanation, without their remarks.
    static let explained: [String] = blocks.flatMap { $0 }.compactMap { line -> String? in
        guard line.hasPrefix("postmortem explain ") else { return nil }
        let words = line.dropFirst("postmortem explain ".count)
        // A number sign after a space begins a remark; that of a panel's code follows a quoted word.
        let end = words.firstRange(of: "   #")?.lowerBound ?? words.endIndex
        return String(words[..<end]).replacing("\"", with: "")
    }

    @Test func thereAreExamples() { #expect(Self.examples.count >= 3 && Self.explained.count >= 4) }

    /// A line of `…` alone stands for any lines.
    @Test(arguments: examples)
    func showsWhatIsPrinted(_ example: Example) throws {
        let run = try Program.run(example.arguments, in: Repository.root)
        var printed = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
        if printed.last == "" { printed.removeLast() }
        for piece in example.lines.split(separator: "…", omittingEmptySubsequences: false).map(Array.init) {
            guard let first = piece.first else { continue }
            let start = printed.firstIndex(of: first) ?? printed.endIndex
            #expect(Array(printed[start...].prefix(piece.count)) == piece)
            printed = printed[start...].dropFirst(piece.count)
        }
        if example.lines.last != "…" { #expect(printed.isEmpty, "more is printed") }
        if let first = example.lines.first, first != "…" { #expect(run.output.hasPrefix(first)) }
    }

    @Test(arguments: explained)
    func explains(_ subject: String) throws {
        #expect(try Program.run(["explain", subject]).status == 0)
    }
}
