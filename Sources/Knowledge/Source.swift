/// Where a fact was read.
package struct Source: Sendable, Hashable {
    package var title: String
    /// A web address; nil for a document that has none.
    package var address: String?

    package init(title: String, address: String? = nil) {
        self.title = title
        self.address = address
    }
}
