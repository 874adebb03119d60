/// How the walk over the bytes at hand ended.
enum Walk {
    /// The next record needs so many bytes from the position on.
    case needs(Int)
    /// What is at the position cannot be a record.
    case damaged(String)
    /// The one who takes the frames has had enough.
    case stopped
}

/// Takes one frame; false to stop. The span is borrowed for the call.
typealias FrameBody = (borrowing Frame, RawSpan) -> Bool
