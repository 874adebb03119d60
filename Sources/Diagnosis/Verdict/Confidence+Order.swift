package import Knowledge

extension Confidence: Comparable {
    package static func < (a: Confidence, b: Confidence) -> Bool { a.order < b.order }

    private var order: Int {
        switch self {
        case .possible: 0
        case .likely: 1
        case .proven: 2
        }
    }
}
