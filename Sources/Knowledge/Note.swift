/// Something worth knowing about a session, whatever its verdict: what a passed test proves, what a service demands.
package struct Note: Sendable, Identifiable {
    package var id: String
    package var when: NoteCondition
    /// At most three sentences; may hold placeholders, see ``Template``.
    package var text: String
    package var sources: [Source]
    /// The day on which the sources were last read, `yyyy-mm-dd`.
    package var checkedOn: String?
    /// The first and the last day of the sessions that it applies to, `yyyy-mm-dd`.
    package var validFrom: String?
    package var validUntil: String?
}

/// When a note applies. An empty list asks for nothing.
package struct NoteCondition: Sendable {
    package var causes: [String] = []
    package var outcomes: [String] = []
    package var endpoints: [Endpoint.ID] = []
    package var kinds: [Endpoint.Kind] = []
    /// All of these must be set.
    package var facts: Set<Fact> = []
    /// None of these may be set.
    package var absentFacts: Set<Fact> = []

    var isEmpty: Bool {
        causes.isEmpty && outcomes.isEmpty && endpoints.isEmpty && kinds.isEmpty && facts.isEmpty
    }
}

/// A judged session, as far as notes ask about it.
package struct NoteQuestion: Sendable {
    package var cause: String
    package var outcome: String
    package var endpoint: Endpoint?
    package var facts: Set<Fact>
    /// The day of the session, `yyyy-mm-dd`.
    package var day: String

    package init(cause: String, outcome: String, endpoint: Endpoint?, facts: Set<Fact>, day: String) {
        self.cause = cause
        self.outcome = outcome
        self.endpoint = endpoint
        self.facts = facts
        self.day = day
    }
}

extension KnowledgeBase {
    /// The notes that apply, in the order of the files.
    package func notes(for question: NoteQuestion) -> [Note] {
        notes.filter { note in
            let when = note.when
            return (when.causes.isEmpty || when.causes.contains(question.cause))
                && (when.outcomes.isEmpty || when.outcomes.contains(question.outcome))
                && (when.endpoints.isEmpty || question.endpoint.map { when.endpoints.contains($0.id) } ?? false)
                && (when.kinds.isEmpty || question.endpoint.map { when.kinds.contains($0.kind) } ?? false)
                && when.facts.isSubset(of: question.facts) && when.absentFacts.isDisjoint(with: question.facts)
                && note.validFrom.map { $0 <= question.day } ?? true
                && note.validUntil.map { question.day <= $0 } ?? true
        }
    }

    /// The notes that belong to a cause whatever the session shows.
    package func notes(about cause: String) -> [Note] {
        notes.filter { $0.when.causes.contains(cause) && $0.when.facts.isEmpty && $0.when.absentFacts.isEmpty }
    }

    /// Who runs the services that a note is about; empty where it is about any.
    package func providers(of note: Note) -> Set<String> {
        Set(note.when.endpoints.compactMap { endpoint(id: $0)?.provider })
    }
}
