import Knowledge
import TLS

/// One step of a dialogue that the records may hold.
struct InferredStep: Sendable {
    enum Kind: Sendable {
        case act(Act)
        /// A reply, and the act that it answers; nil for a greeting, or for what the server says unasked.
        case reply(CandidateReply, to: Act?)
    }

    var kind: Kind
    /// The plaintext's octets.
    var octets: ClosedRange<Int>
    var first: TLSMoment
    var last: TLSMoment
    /// The step before; −1 for the first.
    var previous = -1

    /// What was said in it.
    var words: [String] {
        switch kind {
        case .act(let act): [act.rawValue]
        case .reply(let candidate, let act): ["", act?.rawValue ?? ""] + candidate.lines
        }
    }
}

/// One way to read the records seen so far.
struct Hypothesis: Sendable {
    /// Natural logarithm of its probability, not normalised.
    var score: Double
    var dialect: Int
    var point: Point
    /// Acts that no reply has answered, oldest first.
    var pending: [Act] = []
    /// Index of the last step of earlier records, and the steps of this one.
    var last = -1
    var fresh: [InferredStep] = []
    /// Lengths that the session has told.
    var known: [String: LengthDistribution] = [:]
    var isAuthenticated = false
    var loginWasRefused = false
    var loginIsOffered = false
    var saidEHLO = false
    var recipientsAccepted = 0
    var recipientsRefused = 0
    var hasReply = false
    /// NewSessionTickets so far.
    var tickets = 0
    /// Parts of a reply, or of a command, whose end is in a later record.
    var part: ClosedRange<Int>?
    var partFirst: TLSMoment?
    /// Octets of the message so far.
    var message: ClosedRange<Int>?

    func meets(_ conditions: [CandidateReply.Condition], isOldTLS: Bool) -> Bool {
        conditions.allSatisfy { condition in
            switch condition {
            case .authenticated: isAuthenticated
            case .notAuthenticated: !isAuthenticated
            case .loginRefused: loginWasRefused && !isAuthenticated
            case .notLoginRefused: !loginWasRefused
            case .ehlo: saidEHLO
            case .noEHLO: !saidEHLO
            case .oldTLS: isOldTLS
            case .recipientsRefused: recipientsAccepted == 0
            }
        }
    }
}

extension ClosedRange where Bound == Int {
    func plus(_ other: ClosedRange<Int>) -> ClosedRange<Int> {
        (lowerBound + other.lowerBound)...(upperBound + other.upperBound)
    }

    func minus(_ octets: Int) -> ClosedRange<Int> { (lowerBound - octets)...(upperBound - octets) }
}
