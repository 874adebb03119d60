/// Whether somebody still writes the file that is being read.
package enum FileGrowth: Equatable, Sendable {
    /// No sign of it.
    case none
    /// It was changed within `recentSeconds`: perhaps it is.
    case recentlyChanged
    /// It is longer than it was when it was opened.
    case growing

    /// A writer that is alive touches its file about that often, while packets come.
    static let recentSeconds = 3

    /// `opened` is the file's state when it was opened.
    static func of(_ now: FileStatus, since opened: FileStatus) -> FileGrowth {
        guard now.isRegular else { return .none }
        if now.size > opened.size { return .growing }
        return FileStatus.now &- now.modifiedAt <= recentSeconds ? .recentlyChanged : .none
    }
}
