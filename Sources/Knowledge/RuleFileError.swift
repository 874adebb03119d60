/// Why a rule file was refused, and where.
package struct RuleFileError: Error, Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// From 1; 0 where the file as a whole is meant.
    package var line: Int
    /// From 1; 0 where the line as a whole is meant.
    package var column: Int
    package var reason: String

    package init(file: String, line: Int = 0, column: Int = 0, reason: String) {
        self.file = file
        self.line = line
        self.column = column
        self.reason = reason
    }

    package var description: String {
        line == 0 ? "\(file): \(reason)" : "\(file):\(line):\(column): \(reason)"
    }
}
