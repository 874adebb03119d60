import ArgumentParser
import Knowledge
import Reports

/// `postmortem rules`: what the program knows, and whether a rule file is right.
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List the rules, or check rule files.", subcommands: [List.self, Check.self])

    /// Every rule, one a line: id, cause, file and line.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the rules: id, cause, source or none, file and line.")

        @OptionGroup var knowledge: KnowledgeOptions

        func run() throws {
            let target = try Output.open(nil)
            for rule in try knowledge.load().replyRules {
                let sourced = rule.isSourced ? "sourced" : "unsourced"
                target.write("\(rule.id)\t\(rule.cause)\t\(sourced)\t\(rule.file):\(rule.line)\n")
            }
            try target.close()
        }
    }

    /// Reads rule files as `--rules` would.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check the built-in rules, and rule files with them.",
            discussion: """
                A file that is wrong is refused with its line and the reason, and the exit status is 64. Two rules that \
                claim the same reply, so that only their order decides, are reported, and the exit status is 1.
                """)

        @Argument(help: ArgumentHelp("Rule files, or directories of them.", valueName: "file"))
        var files: [String] = []

        func run() throws {
            let base = try KnowledgeOptions.load(files, checkingBuiltIn: true)
            let target = try Output.open(nil)
            let overlaps = base.overlaps()
            for overlap in overlaps { target.write("\(overlap)\n") }
            let counts =
                "\(base.replyRules.count) reply rules, \(base.causes.count) causes, "
                + "\(base.endpoints.count) endpoints, \(base.notes.count) notes, \(base.topics.count) topics"
            let isCut = overlaps.count == KnowledgeBase.mostOverlaps
            target.write(
                overlaps.isEmpty
                    ? "\(counts): clean\n"
                    : "\(counts): \(overlaps.count) overlaps\(isCut ? "; the search ended there" : "")\n")
            try target.close()
            if !overlaps.isEmpty { throw ExitCode(ExitStatus.readInPart) }
        }
    }
}
