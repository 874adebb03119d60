import Reports
import Testing

@Suite("Layout for people")
struct LayoutTests {
    @Test("wraps at the width, with a hanging indent")
    func wraps() {
        let lines = Wrapping.fill("one two three four five", first: "  Why  ", width: 16)
        #expect(lines == ["  Why  one two", "       three", "       four five"])
    }

    @Test("marks and arrows are one column, East Asian letters two")
    func columns() {
        #expect(Wrapping.columns("✗ → ✓ – ◐") == 9)
        #expect(Wrapping.columns("漢字") == 4)
        #expect(Wrapping.columns("e\u{301}") == 1)
    }

    @Test("a long word stays whole")
    func longWord() {
        let address = "https://www.example.com/a/very/long/path"
        #expect(Wrapping.fill("see \(address) now", first: "", width: 12) == ["see", address, "now"])
    }

    @Test("an empty text is its label")
    func empty() {
        #expect(Wrapping.fill("", first: "  Why", width: 10) == ["  Why"])
    }

    @Test("items flow")
    func flow() {
        let items = ["resolve ✓", "connect ✓", "ehlo ✓"].map { (text: $0, columns: $0.count) }
        #expect(Wrapping.flow(items, indent: "  ", width: 24) == ["  resolve ✓  connect ✓", "  ehlo ✓"])
    }

    @Test("a terminal obeys nothing that came over the wire")
    func controls() {
        #expect(Printable.text("a\u{1B}[31mb\u{7F}\u{202E}c\nd") == "a\\x1b[31mb\\x7f\\x202ec d")
        #expect(Printable.text("mäil ✓") == "mäil ✓")
    }

    @Test("frames as ranges")
    func frames() {
        #expect(Phrases.frames([9, 3, 5, 6, 7, 8, 3]) == "3, 5–9")
        #expect(Phrases.frames([1, 2]) == "1, 2")
        #expect(Phrases.frames([1, 3, 5, 7, 9, 11, 13]) == "1, 3, 5, 7, 9, 11, …")
        #expect(Phrases.between([5, 22]) == "frames 5–22")
        #expect(Phrases.frames([Int.max, Int.max - 1]) == "\(Int.max - 1), \(Int.max)")
    }

    @Test(
        "durations",
        arguments: [
            (0.0, "0 ms"), (0.0234, "23 ms"), (0.41, "0.41 s"), (9.99, "9.99 s"), (30, "30 s"), (200, "3 min 20 s"),
            (7_500, "2 h 5 min"), (-1, "0 ms"), (Double.infinity, "? s"),
        ])
    func durations(seconds: Double, text: String) {
        #expect(Phrases.duration(seconds) == text)
    }

    @Test("numbers and lists")
    func numbers() {
        #expect(Phrases.count(10_342, "byte") == "10,342 bytes")
        #expect(Phrases.count(1, "copy", plural: "copies") == "1 copy")
        #expect(Phrases.list(["a", "b", "c"], "or") == "a, b or c")
    }

    @Test("Markdown keeps what it is given as text")
    func markdown() {
        #expect(Markdown.escaped("<b>|`*") == "\\<b\\>\\|\\`\\*")
        #expect(Markdown.code("a``b") == "```a``b```")
        #expect(Markdown.block(["```"]).hasPrefix("````text\n"))
    }

    @Test("cipher suites by their IANA names")
    func cipherSuites() {
        #expect(CipherSuiteNames.name(0x1302) == "TLS_AES_256_GCM_SHA384")
        #expect(CipherSuiteNames.name(0xc02f) == "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
        #expect(CipherSuiteNames.name(0x00fe) == "0x00fe")
    }
}
