import Foundation

/// Where things lie, seen from the checkout that was built.
package enum Repository {
    /// The checkout's folder.
    package static let root = folder(above: #filePath, levels: 3)

    /// The captures that come with the project.
    package static let captures = root + "/Captures"

    package static func capture(_ name: String) -> String { captures + "/" + name }

    /// Every capture that comes with the project, by name, in order.
    package static let captureNames: [String] = names(in: captures).filter {
        $0.hasSuffix(".pcap") || $0.hasSuffix(".pcapng")
    }

    /// The folder `shared` beside the checkout, or the one that `POSTMORTEM_SHARED` names; nil where there is none.
    /// Tests that need it say `.enabled(if: Repository.shared != nil, "needs the shared captures")`.
    package static let shared: String? = {
        let path =
            ProcessInfo.processInfo.environment["POSTMORTEM_SHARED"] ?? folder(above: root, levels: 1) + "/shared"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    /// The names in a folder, in order; none where it does not exist.
    package static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    package static func bytes(of path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    package static func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// Whether a text is anywhere in a file; true also for a file that cannot be read.
    package static func contains(_ path: String, _ text: String) -> Bool {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return true }
        return data.range(of: Data(text.utf8)) != nil
    }

    /// Where a program lies on the search path; nil where it is not installed. For tests that compare with `tshark`.
    package static func program(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { $0 + "/" + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func folder(above path: String, levels: Int) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).dropLast(levels).joined(separator: "/")
    }
}
