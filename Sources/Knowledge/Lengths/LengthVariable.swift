/// A part of a reply whose length varies.
package struct LengthVariable: Hashable, Sendable {
    package var lengths: LengthDistribution
    /// It has one value throughout a session.
    package var isOfSession = false
    /// As long as another variable, with this probability.
    package var like: (name: String, share: Double)?

    package static func == (a: LengthVariable, b: LengthVariable) -> Bool {
        a.lengths == b.lengths && a.isOfSession == b.isOfSession && a.like?.name == b.like?.name
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(lengths) }
}
