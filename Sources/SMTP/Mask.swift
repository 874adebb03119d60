/// What stands in the place of words that must not be shown.
enum Mask {
    static func masked(_ count: Int) -> String { "‹masked, \(count) bytes›" }
    static func challenge(_ count: Int) -> String { "‹challenge, \(count) bytes›" }

    /// The text of a 334: LOGIN's two prompts are shown, any other challenge is not.
    static func challengeText(_ text: String) -> String {
        let octets = Array(text.utf8)
        guard !octets.isEmpty else { return text }
        let prompts: Set<String> = ["username:", "password:", "user name", "username", "password", "ntlm supported"]
        func isPrompt(_ octets: [UInt8]) -> Bool {
            let text = String(decoding: octets.filter { $0 != 0 }, as: UTF8.self)
            return prompts.contains(text.lowercased())
        }
        if isPrompt(octets) { return text }
        if let decoded = Base64.decode(octets[...]), isPrompt(decoded) { return text }
        return challenge(octets.count)
    }
}
