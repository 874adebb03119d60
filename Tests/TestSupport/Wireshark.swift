import Foundation

/// Wireshark's own programs, for comparison.
package enum Wireshark {
    package static let isInstalled = ["tshark", "capinfos"].allSatisfy { Repository.program($0) != nil }

    /// Runs one of its programs; what it wrote to standard output and standard error. Warnings about being root are
    /// left out.
    package static func run(_ program: String, _ arguments: [String]) throws -> (output: String, error: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Repository.program(program) ?? "/" + program)
        process.arguments = arguments
        let output = Pipe()
        let error = Pipe()
        process.standardOutput = output
        process.standardError = error
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let lines = complaint.split(separator: "\n").filter { !$0.contains("Running as user") }
        return (text, lines.joined(separator: "\n"))
    }
}
