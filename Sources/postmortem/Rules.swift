import ArgumentParser
import Knowledge
import Reports

/// `postmortem rules`: what the program knows, and whether a rule file is right.
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the rules, or check rule files.", subcommands: [List.self, Check.self])

    /// Every rule, one a line: id, cause, file and line.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the rules: id, cause, file and line.")

        @OptionGroup var knowledge: KnowledgeOptions

        func run() throws {
            let target = try Output.open(nil)
            for rule in try knowledge.load().replyRules {
                target.write("\(rule.id)\t\(rule.cause)\t\(rule.file):\(rule.line)\n")
            }
            try target.close()
        }
    }

    /// Reads rule files as `--rules` would.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check rule files: silent where all are right.",
            discussion: "The exit status is 64 where a file is wrong; the message names its line.")

        @Argument(help: ArgumentHelp("Rule files, or directories of them.", valueName: "file"))
        var files: [String]

        func run() throws {
            var options = KnowledgeOptions()
            options.files = files
            _ = try options.load()
        }
    }
}
