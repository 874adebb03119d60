/// What a pcapng file holds beside frames. Kept up to `CaptureLimits.notes` of each and `CaptureLimits.noteBytes` of all.
package struct CaptureNotes: Sendable {
    package private(set) var names: [ResolvedName] = []
    package private(set) var secrets: [DecryptionSecrets] = []
    package private(set) var comments: [CaptureComment] = []
    /// Those that the limits kept out.
    package private(set) var omitted = 0
    private let countLimit: Int
    private var bytesLeft: Int

    init(limits: CaptureLimits) {
        countLimit = limits.notes
        bytesLeft = limits.noteBytes
    }

    /// False when a limit is hit. `size` is a function's argument so that nothing is copied before it is known to fit.
    mutating func keep(_ name: @autoclosure () -> ResolvedName, size: Int) -> Bool {
        guard fits(size, beside: names.count) else { return false }
        names.append(name())
        return true
    }

    mutating func keep(_ secret: @autoclosure () -> DecryptionSecrets, size: Int) -> Bool {
        guard fits(size, beside: secrets.count) else { return false }
        secrets.append(secret())
        return true
    }

    mutating func keep(_ comment: @autoclosure () -> CaptureComment, size: Int) -> Bool {
        guard fits(size, beside: comments.count) else { return false }
        comments.append(comment())
        return true
    }

    private mutating func fits(_ size: Int, beside count: Int) -> Bool {
        guard count < countLimit, size <= bytesLeft else {
            omitted &+= 1
            return false
        }
        bytesLeft &-= max(0, size)
        return true
    }
}
