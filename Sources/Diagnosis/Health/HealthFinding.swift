/// One thing that makes a capture less than the truth, or that is worth knowing of it.
package struct HealthFinding: Hashable, Sendable {
    /// The ids are the report's words; they are stable.
    package enum Kind: String, CaseIterable, Sendable {
        case packetsDropped = "packets-dropped"
        case framesCut = "frames-cut"
        case oneDirection = "one-direction"
        case octetsNotCaptured = "octets-not-captured"
        case fileDamaged = "file-damaged"
        case fragmentsMissing = "fragments-missing"
        case fragmentsContradict = "fragments-contradict"
        case notDecoded = "not-decoded"
        case clockSetBack = "clock-set-back"
        case framesOutOfOrder = "frames-out-of-order"
        case severalClocks = "several-clocks"
        case segmentsOverMTU = "segments-over-mtu"
        case checksumsOffloaded = "checksums-offloaded"
        case octetsLost = "octets-lost"
        case duplicates = "duplicates"
        case fragmentsOverlap = "fragments-overlap"
        case startsInSession = "starts-in-session"
        case endsInSession = "ends-in-session"
        case fileNote = "file-note"
    }

    /// What it does to the evidence.
    package enum Effect: String, Sendable {
        /// Something that happened is not here: a silence proves nothing.
        case hides
        /// What is here looks otherwise than on the wire: times or sizes.
        case skews
        /// Removed, allowed for, or of no weight.
        case harmless
    }

    package var kind: Kind
    /// Of packets, frames, octets or sessions, as the text says.
    package var count: Int
    package var text: String
    /// How to capture better; nil where nothing would help.
    package var advice: String?

    package var effect: Effect { kind.effect }
}

extension HealthFinding.Kind {
    package var effect: HealthFinding.Effect {
        switch self {
        case .packetsDropped, .framesCut, .oneDirection, .octetsNotCaptured, .fileDamaged, .fragmentsMissing,
            .fragmentsContradict:
            .hides
        case .clockSetBack, .framesOutOfOrder, .severalClocks, .segmentsOverMTU, .notDecoded, .startsInSession,
            .endsInSession:
            .skews
        case .checksumsOffloaded, .octetsLost, .duplicates, .fragmentsOverlap, .fileNote: .harmless
        }
    }
}

/// How good a capture is, in a word.
package enum HealthGrade: String, Sendable {
    case good, fair, poor

    package init(_ findings: [HealthFinding]) {
        if findings.contains(where: { $0.effect == .hides }) {
            self = .poor
        } else {
            self = findings.contains { $0.effect == .skews } ? .fair : .good
        }
    }
}
