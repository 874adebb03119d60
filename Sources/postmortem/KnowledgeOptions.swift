import ArgumentParser
import Foundation
import Knowledge
import Reports

/// `--rules`: what the program knows besides its own rule files.
struct KnowledgeOptions: ParsableArguments {
    @Option(
        name: .customLong("rules"),
        help: ArgumentHelp(
            "A rule file (YAML) or a directory of them, besides the built-in ones. Repeatable.", valueName: "file"))
    var files: [String] = []

    /// Debian's `ieee-data`: whom hardware addresses were assigned to.
    private static let registry = "/usr/share/ieee-data/oui.txt"

    /// The built-in knowledge and the files'. A file that is wrong is told with its line, and ends the program.
    func load() throws -> KnowledgeBase { try Self.load(files) }

    /// The day it is anywhere on the earth: a file may come from a place where the next one has begun.
    private static var today: String {
        let days = (Int(Date.now.timeIntervalSince1970) + 14 * 3_600) / 86_400
        return Date(timeIntervalSince1970: Double(days) * 86_400).formatted(.iso8601.year().month().day())
    }

    static func load(_ files: [String], checkingBuiltIn: Bool = false) throws -> KnowledgeBase {
        do throws(RuleFileError) {
            var base = checkingBuiltIn ? try KnowledgeBase.checkedBuiltIn() : try KnowledgeBase.builtIn()
            base.hardwareRegistry = HardwareRegistry { InputList.text(of: registry).map { Array($0.utf8) } ?? [] }
            for file in InputList.files(files, endings: [".yaml", ".yml"]) {
                guard let text = InputList.text(of: file) else {
                    throw RuleFileError(file: file, reason: "cannot be read")
                }
                try base.add(text, file: file, today: today)
            }
            return base
        } catch {
            Output.complain("\(error)")
            throw ExitCode(ExitStatus.wrongUsage)
        }
    }
}
