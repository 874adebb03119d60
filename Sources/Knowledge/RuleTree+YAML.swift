import Yams

extension RuleTree {
    /// A file is written by people. Aliases could make few octets stand for more values than memory holds.
    private static let maximumValues = 1_000_000

    /// Reads YAML of any kind; nil where the text holds nothing.
    static func read(_ text: String, file: String) throws(RuleFileError) -> RuleTree? {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text, .basic, .default, .utf8)
        } catch let error as YamlError {
            throw RuleFileError(error, file: file)
        } catch {
            throw RuleFileError(file: file, reason: "not readable as YAML")
        }
        guard let node else { return nil }
        var left = maximumValues
        guard let tree = RuleTree(node, left: &left) else {
            throw RuleFileError(file: file, reason: "more than \(maximumValues) values, or an alias")
        }
        return tree
    }

    private init?(_ node: Node, left: inout Int) {
        left -= 1
        guard left > 0 else { return nil }
        line = node.mark?.line ?? 0
        column = node.mark?.column ?? 0
        switch node {
        case .scalar(let scalar):
            content = .text(scalar.string)
        case .sequence(let sequence):
            var list: [RuleTree] = []
            for entry in sequence {
                guard let tree = RuleTree(entry, left: &left) else { return nil }
                list.append(tree)
            }
            content = .list(list)
        case .mapping(let mapping):
            var pairs: [Pair] = []
            for (key, value) in mapping {
                guard let key = RuleTree(key, left: &left), let value = RuleTree(value, left: &left) else { return nil }
                pairs.append(Pair(key: key, value: value))
            }
            content = .pairs(pairs)
        case .alias:
            return nil
        }
    }
}

extension RuleFileError {
    fileprivate init(_ error: YamlError, file: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(file: file, line: mark.line, column: mark.column, reason: problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            self.init(
                file: file, line: context.mark.line, column: context.mark.column,
                reason: "a key is given twice: \(duplicates.joined(separator: ", "))")
        default:
            self.init(file: file, reason: "not readable as YAML")
        }
    }
}
