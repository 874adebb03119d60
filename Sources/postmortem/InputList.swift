#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The files behind the names of a command line.
enum InputList {
    private static let captureEndings = [".pcap", ".pcapng", ".cap"]

    /// Captures; a directory stands for the captures that lie in it, by name.
    static func expand(_ names: [String]) -> [String] { files(names, endings: captureEndings) }

    /// The names, each directory replaced by those of its files that have one of the endings. A directory without any
    /// stays, so that whoever opens it says so.
    static func files(_ names: [String], endings: [String]) -> [String] {
        names.flatMap { name -> [String] in
            var isDirectory = false
            guard name != "-", FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory), isDirectory,
                let content = try? FileManager.default.contentsOfDirectory(atPath: name)
            else { return [name] }
            let found = content.filter { file in endings.contains { file.lowercased().hasSuffix($0) } }.sorted()
            let folder = name.hasSuffix("/") ? name : name + "/"
            return found.isEmpty ? [name] : found.map { folder + $0 }
        }
    }

    /// A text file's content; nil where it cannot be read or is no UTF-8.
    static func text(of path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
