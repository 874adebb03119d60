extension RuleFile {
    /// `reply_codes`: code and meaning.
    func replyCodes(_ node: RuleNode) throws(RuleFileError) -> [Int: String] {
        var codes: [Int: String] = [:]
        for pair in try node.pairs() { codes[try pair.key.integer(in: 200...599)] = try pair.value.text() }
        return codes
    }

    /// `enhanced_codes`: subject and detail (`7.1`), or a subject alone (`7`), and its meaning.
    func enhancedCodes(_ node: RuleNode) throws(RuleFileError) -> [String: String] {
        var codes: [String: String] = [:]
        for pair in try node.pairs() {
            let key = try pair.key.text()
            let numbers = key.split(separator: ".", omittingEmptySubsequences: false)
            guard (1...2).contains(numbers.count), numbers.allSatisfy({ UInt16($0) != nil }) else {
                throw pair.key.error("subject and detail like 7.1 are expected here")
            }
            codes[key] = try pair.value.text()
        }
        return codes
    }

    /// `shared_codes`: codes, or enhanced codes (`x` as the class stands for any), and the causes that share them.
    func sharedCodes(_ node: RuleNode) throws(RuleFileError) -> [String: [SharedCode]] {
        var shared: [String: [SharedCode]] = [:]
        for entry in node.list() {
            let fields = try entry.fields(["codes", "causes"])
            var readings: [SharedCode] = []
            for reading in try fields.required("causes").list() {
                let pair = try reading.fields(["cause", "sign"])
                readings.append(
                    SharedCode(
                        cause: try pair.required("cause").word(of: causes, called: "cause"),
                        sign: try pair.required("sign").text()))
            }
            for node in try fields.required("codes").list() {
                let code = try node.text()
                guard Int(code).map((200...599).contains) ?? EnhancedPattern(code)?.isExact ?? false else {
                    throw node.error("a code like 550, 5.7.1 or x.7.1 is expected here")
                }
                shared[code] = readings
            }
        }
        return shared
    }

    /// One entry of `program_errors`.
    func programError(_ node: RuleNode) throws(RuleFileError) -> ProgramError {
        let fields = try node.fields(["words", "meaning", "causes"])
        return ProgramError(
            words: try fields.required("words").texts().map(FoldedText.init),
            meaning: try fields.required("meaning").text(),
            causes: try fields.required("causes").words(of: causes, called: "cause"))
    }
}
