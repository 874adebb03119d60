/// An enhanced mail system status code (RFC 3463): class.subject.detail.
package struct EnhancedCode: Hashable, Sendable, CustomStringConvertible {
    package let status: Int
    package let subject: Int
    package let detail: Int

    package init(status: Int, subject: Int, detail: Int) {
        self.status = status
        self.subject = subject
        self.detail = detail
    }

    package var description: String { "\(status).\(subject).\(detail)" }
}
