import Capture

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The files behind the names of a command line.
enum InputList {
    /// Captures; a directory stands for the files that lie in it, not for those in folders of it. Which of them are
    /// captures shows in their content. FIFOs and the like are left alone: to open one waits for its writer.
    static func captures(_ names: [String]) -> [CaptureInput] {
        names.flatMap { name -> [CaptureInput] in
            guard name != "-", let files = content(of: name) else { return [CaptureInput(name)] }
            return files.filter { FileStatus(path: $0)?.isRegular == true }.map { CaptureInput($0, isFound: true) }
        }
    }

    /// The names, each directory replaced by those of its files that have one of the endings. A directory without any
    /// stays, so that whoever opens it says so.
    static func files(_ names: [String], endings: [String]) -> [String] {
        names.flatMap { name -> [String] in
            let found = content(of: name)?.filter { file in endings.contains { file.lowercased().hasSuffix($0) } }
            return found.flatMap { $0.isEmpty ? nil : $0 } ?? [name]
        }
    }

    /// The paths in a directory, by name; nil where it is none, or cannot be read.
    private static func content(of name: String) -> [String]? {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory), isDirectory,
            let content = try? FileManager.default.contentsOfDirectory(atPath: name)
        else { return nil }
        let folder = name.hasSuffix("/") ? name : name + "/"
        return content.sorted().map { folder + $0 }
    }

    /// A text file's content; nil where it cannot be read or is no UTF-8.
    static func text(of path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
