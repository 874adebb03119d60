import Testing

@testable import Knowledge

@Suite struct PlainYAMLTests {
    /// What the fast reader reads is what Yams reads, for every file that it is used for.
    @Test(arguments: (BuiltInRules.all + [BuiltInRules.lengths]).map(\.name))
    func readsTheBuiltInFilesAsYamsDoes(_ name: String) throws {
        let file = try #require((BuiltInRules.all + [BuiltInRules.lengths]).first { $0.name == name })
        let fast = try #require(PlainYAML.read(file.bytes), "\(name) holds YAML that PlainYAML does not read")
        let full = try #require(try RuleTree.read(String(decoding: file.bytes, as: UTF8.self), file: name))
        #expect(Self.difference(fast, full) == nil)
    }

    @Test func readsWhatItKnows() throws {
        let text = """
            # a comment
            day: 2026-11-21   # another
            list: [one, "two, three",
              four]
            entries:
              - id: a
                text: >-
                  first line
                  second: line
                when: {code: [4xx, 5xx], text: "say \\"no\\""}
              - plain: with a # sign's apostrophe
              -   - nested
            one: &shared [x, y]
            other: *shared
            deep: &deep
              - {x: y}
            again: *deep
            """
        let fast = try #require(PlainYAML.read(Array(text.utf8)))
        let full = try #require(try RuleTree.read(text, file: "test"))
        #expect(Self.difference(fast, full) == nil)
    }

    @Test(arguments: [
        "a: 'single'", "a: |\n  kept\n", "a: *anchor", "a: b\n  c\n", "a: >-\n  one\n\n  two\n", "a:\n",
        "a: [b, c", "a: {b}", "a: \"open", "a: b\n c: d", "- a\n- b\nc: d", "a: \"\\u0041\"", "\ta: b", "a: !tag b", "",
    ])
    func leavesTheRestToYams(_ text: String) {
        #expect(PlainYAML.read(Array(text.utf8)) == nil)
    }

    /// Where two trees first differ.
    private static func difference(_ one: RuleTree, _ other: RuleTree) -> String? {
        let place = "lines \(one.line) and \(other.line)"
        guard one.line == other.line else { return place }
        switch (one.content, other.content) {
        case (.text(let one), .text(let other)):
            return one == other ? nil : "\(place): “\(one)” and “\(other)”"
        case (.list(let one), .list(let other)):
            guard one.count == other.count else { return "\(place): \(one.count) and \(other.count) entries" }
            return zip(one, other).lazy.compactMap(difference).first
        case (.pairs(let one), .pairs(let other)):
            guard one.count == other.count else { return "\(place): \(one.count) and \(other.count) pairs" }
            return zip(one, other).lazy.compactMap { difference($0.key, $1.key) ?? difference($0.value, $1.value) }
                .first
        default:
            return "\(place): another kind"
        }
    }
}
