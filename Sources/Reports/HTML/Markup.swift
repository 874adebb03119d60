/// HTML that is known to be well-formed: what its literals say is markup, whatever is interpolated is text.
///
///     let cell: Markup = "<td>\(reply.text)</td>"      // a reply that says <script> shows <script>
struct Markup: ExpressibleByStringInterpolation, Sendable {
    private(set) var html: String

    init(stringLiteral value: String) { html = value }

    init(stringInterpolation interpolation: StringInterpolation) { html = interpolation.html }

    init(_ parts: [Markup], separator: Markup = "\n") {
        html = parts.map(\.html).joined(separator: separator.html)
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var html = ""

        init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { html += literal }

        /// Text, also inside an attribute's quotes.
        mutating func appendInterpolation(_ text: String) { html += Markup.escaped(text) }

        mutating func appendInterpolation(_ number: Int) { html += String(number) }

        mutating func appendInterpolation(_ markup: Markup) { html += markup.html }

        mutating func appendInterpolation(_ parts: [Markup]) { html += Markup(parts).html }

        /// Nothing for nil.
        mutating func appendInterpolation(_ markup: Markup?) { html += markup?.html ?? "" }
    }

    /// The five characters that HTML takes for itself, and none that a terminal or a reader's eye obeys.
    private static func escaped(_ text: String) -> String {
        let text = Printable.text(text)
        guard text.utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A link to a page of the web; any other address stays text.
    static func link(_ address: String, _ title: String) -> Markup {
        guard address.hasPrefix("https://") || address.hasPrefix("http://") else { return "\(title), \(address)" }
        return "<a href=\"\(address)\">\(title)</a>"
    }
}
