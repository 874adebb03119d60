#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where `--write` keeps its files: a directory, or a file's name that the files' names begin with.
struct RingFolder: Equatable {
    var folder: String
    var stem: String

    init(_ path: String) {
        let endings = [".pcapng", ".pcap", ".cap"]
        guard !Self.isDirectory(path), let ending = endings.first(where: { path.lowercased().hasSuffix($0) }) else {
            folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
            stem = "postmortem"
            return
        }
        let name = path.dropLast(ending.count)
        guard let slash = name.lastIndex(of: "/") else {
            (folder, stem) = (".", String(name))
            return
        }
        folder = slash == name.startIndex ? "/" : String(name[..<slash])
        stem = String(name[name.index(after: slash)...])
    }

    /// Makes the directory where it does not exist, for its user alone: captures hold mail.
    func prepare(for user: Privileges?) -> String? {
        guard !Self.isDirectory(folder) else { return nil }
        guard mkdir(folder, 0o700) == 0 else {
            return "cannot make the directory \(folder): \(String(cString: strerror(errno)))"
        }
        if let user, chown(folder, user.userID, user.groupID) != 0 {
            return "cannot give \(folder) to \(user.user): \(String(cString: strerror(errno)))"
        }
        return nil
    }

    /// Whether the user that the program runs as by now may make files there.
    func isWritable() -> Bool { access(folder, W_OK | X_OK) == 0 }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
