/// A question made ready to be held against many rules.
struct PreparedQuestion: Sendable {
    let question: ReplyQuestion
    let text: SearchedText
    /// Class, subject and detail of the enhanced code; nil where there is none or it is not written as one.
    let enhanced: (severity: Int, subject: Int, detail: Int)?

    /// The kind of the question's endpoint.
    let kind: Endpoint.Kind?

    init(_ question: ReplyQuestion, kind: Endpoint.Kind?) {
        self.question = question
        self.kind = kind
        text = SearchedText(question.text)
        let numbers = (question.enhanced ?? "").split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        if numbers.count == 3, let severity = numbers[0], let subject = numbers[1], let detail = numbers[2] {
            enhanced = (severity, subject, detail)
        } else {
            enhanced = nil
        }
    }
}
