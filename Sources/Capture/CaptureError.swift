/// Why nothing of a capture could be read, or why one could not be written.
package enum CaptureError: Error, Equatable, Sendable {
    /// `reason` is the system's word: "No such file or directory".
    case cannotOpen(name: String, reason: String)
    /// `beginning` shows the first bytes, in hexadecimal and, where they are text, as text.
    case notACapture(name: String, beginning: String)
    case empty(name: String)
    /// The file to be written exists, and nobody said that it may be replaced.
    case exists(name: String)
    /// `reason` is the system's word: "No space left on device".
    case cannotWrite(name: String, reason: String)
}

extension CaptureError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotOpen(let name, let reason): "cannot open \(name): \(reason)"
        case .notACapture(let name, let beginning): "not a capture file: \(name) begins with \(beginning)"
        case .empty(let name): "not a capture file: \(name) is empty"
        case .exists(let name): "\(name) exists already"
        case .cannotWrite(let name, let reason): "cannot write \(name): \(reason)"
        }
    }
}
