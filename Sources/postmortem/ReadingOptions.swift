import ArgumentParser

/// How captures are read, whatever is then done with them.
struct ReadingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A TCP port to take for SMTP besides 25, 26, 465, 587, 2525. Repeatable.", valueName: "n"))
    var port: [UInt16] = []

    @OptionGroup var keys: KeyOptions

    @OptionGroup var knowledge: KnowledgeOptions

    @OptionGroup var trust: TrustOptions

    func validate() throws {
        if port.contains(0) { throw ValidationError("0 is no port.") }
    }
}
