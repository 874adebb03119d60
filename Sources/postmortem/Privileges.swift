#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Giving up root: only opening an interface needs it, and what is captured comes from strangers.
struct Privileges {
    let user: String
    let userID: uid_t
    let groupID: gid_t

    enum Failure: Error, CustomStringConvertible {
        case noSuchUser(String)
        case cannotGiveUp(user: String, reason: String)

        var description: String {
            switch self {
            case .noSuchUser(let name): "no user \(name) to go on as: --user NAME, or --user root to stay root"
            case .cannotGiveUp(let user, let reason): "cannot go on as the user \(user): \(reason)"
            }
        }
    }

    /// Whom to go on as; nil where there is nothing to give up. Without a name: who called sudo, else `nobody`.
    static func target(_ name: String?) throws(Failure) -> Privileges? {
        guard geteuid() == 0, name != "root" else { return nil }
        if name == nil, let caller = number("SUDO_UID"), let group = number("SUDO_GID"), caller != 0 {
            let user = getenv("SUDO_USER").map { String(cString: $0) } ?? "\(caller)"
            return Privileges(user: user, userID: caller, groupID: group)
        }
        let name = name ?? "nobody"
        guard let entry = getpwnam(name)?.pointee else { throw .noSuchUser(name) }
        return entry.pw_uid == 0 ? nil : Privileges(user: name, userID: entry.pw_uid, groupID: entry.pw_gid)
    }

    /// For good: afterwards there is no way back to root.
    func drop() throws(Failure) {
        // Groups first: without root they cannot be changed.
        guard initgroups(user, groupID) == 0 || setgroups(0, nil) == 0, setgid(groupID) == 0, setuid(userID) == 0 else {
            throw .cannotGiveUp(user: user, reason: String(cString: strerror(errno)))
        }
        guard setuid(0) != 0, getuid() == userID, geteuid() == userID else {
            throw .cannotGiveUp(user: user, reason: "root could be taken back")
        }
    }

    private static func number(_ variable: String) -> UInt32? {
        getenv(variable).flatMap { UInt32(String(cString: $0)) }
    }
}
