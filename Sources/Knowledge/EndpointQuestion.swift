/// What is known about a server. Every field may be left empty.
package struct EndpointQuestion: Sendable {
    /// Names that lead to the server: of the look-up, of its CNAME chain, of the TLS server name.
    package var names: [String]
    /// The text of the greeting, without the code.
    package var greeting: String?
    /// The name that the server gives itself in its EHLO reply.
    package var ehloName: String?
    /// The keywords of its EHLO reply, in capitals.
    package var keywords: [String]
    package var address: String?
    package var port: Int?

    package init(
        names: [String] = [], greeting: String? = nil, ehloName: String? = nil, keywords: [String] = [],
        address: String? = nil,
        port: Int? = nil
    ) {
        self.names = names
        self.greeting = greeting
        self.ehloName = ehloName
        self.keywords = keywords
        self.address = address
        self.port = port
    }
}
