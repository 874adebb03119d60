/// One attempt as two capture points saw it, inside and outside of a box. Frames of both are numbered in one row.
package struct PairedSession: Sendable {
    /// What the box did with the connection.
    package enum Relation: Hashable, Sendable {
        /// It passed, with its sequence numbers.
        case passed
        /// It passed; the box replaced sequence numbers by others that differ by a constant.
        case shifted
        /// The box ended it, and made another one to the server.
        case terminated
        /// Two looks at one name look-up.
        case lookup
        case onlyInside
        case onlyOutside
    }

    /// What shows that both are the same.
    package enum Sign: String, CaseIterable, Sendable {
        case sequenceNumbers = "sequence-numbers"
        case payload
        case timestamps = "tcp-timestamps"
        case ports
        case serverAddress = "server-address"
        case dialogue
        case envelope
        case time
        case name
    }

    package var relation: Relation
    package var signs: [Sign] = []
    package var inside: Session?
    package var outside: Session?
    /// What became of each segment; empty unless the connection passed.
    package var passage = Passage()
    /// nil where nothing was seen at both points.
    package var clock: ClockAlignment?
    /// The outside's look at the name look-up that led to this.
    package var outsideLookup: NameLookup?
    /// Whether the outer capture can be said to have watched while this happened.
    package var watch = Watch.claimed
    /// The outer capture has packets from before its first one and from after its last one.
    package var isWatchedThrough = false
    /// Sessions of the other capture that may be this one, and could not be told apart.
    package var rivals = 0
    /// It rests on more than equal words at about the same time.
    package var isSure = true
    /// What shows that both captures are of one network.
    package var bond = Bond.none
    /// Both captures were taken at one place, or are one: no time passes between them, and no router.
    package var isSamePlace = false

    /// What two captures have in common, the whole of them.
    package enum Bond: Comparable, Sendable {
        case none
        /// Name look-ups with the same identifiers and answers.
        case names
        /// At least one connection.
        case connections
    }

    /// How sure it is that the other capture watched in this time, at the right place.
    package enum Watch: Sendable {
        /// It shows packets of the same network before, or before and after.
        case shown
        /// Nothing speaks against it.
        case claimed
        /// It ran at other times.
        case elsewhere
        /// It has no packet at all.
        case empty
    }

    package init(relation: Relation, inside: Session?, outside: Session?) {
        self.relation = relation
        self.inside = inside
        self.outside = outside
    }
}
