/// The enhanced status codes (RFC 3463) that a rule accepts: `5.7.1`, a range of the last number `5.7.606-649`, or a
/// beginning of it `5.7.60*`. `x` as the class stands for any.
package struct EnhancedPattern: Sendable, Hashable {
    enum Detail: Sendable, Hashable {
        case exactly(Int)
        case range(ClosedRange<Int>)
        case beginning(String)
    }

    /// nil for any class.
    let severity: Int?
    let subject: Int
    let detail: Detail

    /// nil where the text is none of the forms.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let subject = Int(parts[1]), (0...999).contains(subject) else { return nil }
        if parts[0].lowercased() == "x" {
            severity = nil
        } else if let value = Int(parts[0]), [2, 4, 5].contains(value) {
            severity = value
        } else {
            return nil
        }
        self.subject = subject
        let ends = parts[2].split(separator: "-", omittingEmptySubsequences: false)
        if let value = Int(parts[2]), value >= 0 {
            detail = .exactly(value)
        } else if ends.count == 2, let low = Int(ends[0]), let high = Int(ends[1]), 0 <= low, low <= high {
            detail = .range(low...high)
        } else if parts[2].hasSuffix("*"), parts[2].dropLast().allSatisfy(\.isNumber) {
            detail = .beginning(String(parts[2].dropLast()))
        } else {
            return nil
        }
    }

    func matches(_ code: (severity: Int, subject: Int, detail: Int)) -> Bool {
        guard severity == nil || severity == code.severity, subject == code.subject else { return false }
        return switch detail {
        case .exactly(let wanted): code.detail == wanted
        case .range(let range): range.contains(code.detail)
        case .beginning(let digits): String(code.detail).hasPrefix(digits)
        }
    }

    var isExact: Bool {
        switch detail {
        case .exactly: true
        case .range, .beginning: false
        }
    }
}
