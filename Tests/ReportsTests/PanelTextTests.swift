import Knowledge
import Reports
import Testing

@Suite("explain: what panels show")
struct PanelTextTests {
    private let knowledge: KnowledgeBase

    init() throws { knowledge = try KnowledgeBase.builtIn() }

    private func text(_ subject: String) -> String? {
        ExplainText(knowledge, options: TextOptions()).text(about: subject)
    }

    private func near(_ subject: String) -> [String] {
        ExplainText(knowledge, options: TextOptions()).panelSuggestions(for: subject)
    }

    @Test("a maker and a code", arguments: ["Canon #801", "canon 801", "Canon error code #801", "#801", "801"])
    func makerAndCode(_ subject: String) throws {
        let text = try #require(self.text(subject))
        #expect(text.hasPrefix("Canon #801\n") && text.contains("no-reply"), "\(text)")
        #expect(text.contains("Source  none: field experience"))
    }

    @Test(
        "codes of other makers",
        arguments: [
            ("Xerox 016-503", "Xerox 016-503", "resolve"), ("Kyocera 1102", "Kyocera 1102", "auth"),
            ("Toshiba 1c71", "Toshiba 1C71", "auth"), ("Sharp CE-02", "Sharp CE-02", "resolve"),
            ("bizhub Login Error", "Konica Minolta “Login Error”", "auth"),
            ("Ricoh Authentication with the destination has failed. Check settings.", "Ricoh “Authentication", "auth"),
            ("Authentication with the destination has failed", "Ricoh “Authentication", "auth"),
            ("16#5108", "Schneider Electric 16#5108", "mail"),
        ])
    func others(_ subject: String, _ title: String, _ stage: String) throws {
        let text = try #require(self.text(subject))
        #expect(text.hasPrefix(title) && text.contains("Stage   \(stage)"), "\(text)")
    }

    @Test("a source is named where there is one")
    func source() throws {
        #expect(try #require(text("16#5108")).contains("Source  Schneider Electric Modicon"))
    }

    @Test("several makers show the same: all of them are listed")
    func candidates() throws {
        let text = try #require(self.text("Authentication error"))
        #expect(text.hasPrefix("Several makers show this.") && text.contains("  Brother ") && text.contains("  Epson "))
    }

    @Test("a maker alone: all that its panels show")
    func makerAlone() throws {
        let text = try #require(self.text("Canon"))
        #expect(text.contains("#801") && text.contains("#839"))
    }

    @Test("a reply stays a reply")
    func replies() throws {
        #expect(text("550")?.hasPrefix("550") == true)
        #expect(try #require(text("535 5.7.3 Authentication unsuccessful")).contains("bad-credentials"))
        #expect(text("5.7.1")?.hasPrefix("5.7.1") == true)
    }

    @Test(
        "what is one slip away",
        arguments: [
            ("Canon #8011", "Canon #801"), ("Cannon #801", "Canon #801"), ("Kyosera 1102", "Kyocera 1102"),
            ("Xerox 016-506", "Xerox 016-503"), ("Toshiba 1C68", "Toshiba 1C69"), ("016-50", "Xerox 016-503"),
        ])
    func suggestions(_ subject: String, _ expected: String) {
        #expect(text(subject) == nil)
        #expect(near(subject).contains(expected), "\(near(subject))")
    }

    @Test("nothing is near nonsense", arguments: ["fine weather", "Canon", "", "zzz"])
    func nothing(_ subject: String) { #expect(near(subject).isEmpty) }
}
