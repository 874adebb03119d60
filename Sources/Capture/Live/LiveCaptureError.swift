/// Why an interface cannot be captured. `reason` is libpcap's word.
package enum LiveCaptureError: Error, Equatable, Sendable {
    case notPermitted(device: String, reason: String)
    case noSuchDevice(name: String, reason: String)
    /// It exists and is not up.
    case deviceDown(name: String, reason: String)
    /// The filter's syntax is wrong, or it does not fit the link type.
    case wrongFilter(text: String, reason: String)
    case cannotCapture(device: String, reason: String)
}

extension LiveCaptureError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notPermitted(let device, let reason): "no permission to capture on \(device): \(reason)"
        case .noSuchDevice(let name, let reason): "no interface \(name): \(reason)"
        case .deviceDown(let name, let reason): "the interface \(name) is not up: \(reason)"
        case .wrongFilter(let text, let reason): "the filter “\(text)” is wrong: \(reason)"
        case .cannotCapture(let device, let reason): "cannot capture on \(device): \(reason)"
        }
    }
}
