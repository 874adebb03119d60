/// One of the causes for which servers give a code, and by what it is told from the others.
package struct SharedCode: Sendable, Hashable {
    package var cause: String
    package var sign: String
}

/// What a program writes into its log where no server said anything, and what a capture of it is likely to show.
package struct ProgramError: Sendable {
    var words: [FoldedText]
    package var meaning: String
    package var causes: [String]
}

/// The meanings of reply codes and of enhanced status codes.
package struct StatusCodes: Sendable {
    /// RFC 5321 and its extensions.
    var basic: [Int: String] = [:]
    /// The registry of RFC 5248: keys are subject and detail, as in `7.1`; `7` alone is a subject's name.
    var enhanced: [String: String] = [:]
    /// What servers give one code for, by code or enhanced code; `x` as the class stands for any.
    var shared: [String: [SharedCode]] = [:]
    var programs: [ProgramError] = []

    func meaning(ofCode code: Int) -> String? { basic[code] }

    /// The class, then the registered meaning, or the subject's where a server uses a detail of its own.
    func meaning(ofEnhanced code: String) -> String? {
        let parts = code.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let kind = Int(parts[0]), let subject = Int(parts[1]), let detail = Int(parts[2]) else {
            return nil
        }
        let severity: String
        switch kind {
        case 2: severity = "Success"
        case 4: severity = "Temporary failure"
        case 5: severity = "Permanent failure"
        default: return nil
        }
        if let registered = enhanced["\(subject).\(detail)"] { return "\(severity): \(registered)" }
        guard let group = enhanced["\(subject)"] else { return nil }
        return "\(severity): \(group); the detail \(detail) is the server's own and not registered"
    }
}
