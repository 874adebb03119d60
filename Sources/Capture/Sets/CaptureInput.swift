/// One input of a capture set, as it was named or found.
package struct CaptureInput: Equatable, Sendable {
    /// A path; "-" is standard input.
    package var path: String
    /// Found in a directory: passed over without a word where it is no capture.
    package var isFound: Bool

    package init(_ path: String, isFound: Bool = false) {
        self.path = path
        self.isFound = isFound
    }

    /// Whether an error is about the input's content only: it lies in a directory and is no capture.
    func isPassedOver(_ error: CaptureError) -> Bool {
        guard isFound else { return false }
        return switch error {
        case .notACapture, .empty: true
        case .cannotOpen, .exists, .cannotWrite: false
        }
    }
}
