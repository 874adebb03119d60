/// Who signs certificates: the names that inspection boxes use, public authorities, and whom providers take.
package struct CertificateIssuers: Sendable {
    /// A product that opens TLS sessions and signs certificates of its own making.
    package struct InspectionBox: Sendable, Identifiable {
        package var id: String
        package var title: String
        var organizations: Set<FoldedText>
        var commonNames: [FoldedText]
    }

    package internal(set) var boxes: [InspectionBox] = []
    var authorities: Set<FoldedText> = []
    /// By provider, as endpoints name it.
    var services: [String: Set<FoldedText>] = [:]

    /// The box whose name an issuer bears.
    package func box(organization: String?, commonName: String?) -> InspectionBox? {
        let organization = organization.map { FoldedText($0) }
        let name = commonName.map { FoldedText($0) }
        return boxes.first { box in
            if let organization, box.organizations.contains(organization) { return true }
            return name.map { name in box.commonNames.contains { name.contains($0) } } ?? false
        }
    }

    /// The organisation signs for the public.
    package func isPublic(organization: String?) -> Bool {
        organization.map { authorities.contains(FoldedText($0)) } ?? false
    }

    /// Whether this organisation signs for the provider; nil where nobody says who does.
    package func signs(organization: String?, for provider: String) -> Bool? {
        guard let known = services[provider] else { return nil }
        return organization.map { known.contains(FoldedText($0)) } ?? false
    }
}
