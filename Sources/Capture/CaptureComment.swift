/// What a person wrote into the capture.
package struct CaptureComment: Equatable, Sendable {
    package enum Subject: Equatable, Sendable {
        /// The capture, or one of its sections.
        case section
        /// Index over all sections.
        case interface(Int)
        case frame(Int)
    }

    package let subject: Subject
    package let text: String

    package init(subject: Subject, text: String) {
        self.subject = subject
        self.text = text
    }
}
