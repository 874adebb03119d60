extension RuleFile {
    /// The sections about certificates.
    func readIssuers(_ fields: RuleFields, into base: inout KnowledgeBase) throws(RuleFileError) {
        guard ["inspection", "public_authorities", "service_issuers"].contains(where: { fields[$0] != nil }) else {
            return
        }
        var issuers = base.issuers
        for entry in fields["inspection"]?.list() ?? [] {
            let box = try inspectionBox(entry)
            if let known = issuers.boxes.firstIndex(where: { $0.id == box.id }) {
                issuers.boxes[known] = box
            } else {
                issuers.boxes.append(box)
            }
        }
        issuers.authorities.formUnion(try fields.texts("public_authorities").map(FoldedText.init))
        for entry in fields["service_issuers"]?.list() ?? [] {
            let service = try entry.fields(["provider", "issuers"])
            let names = Set(try service.texts("issuers").map(FoldedText.init))
            issuers.services[try service.required("provider").text(), default: []].formUnion(names)
        }
        base.issuers = issuers
    }

    private func inspectionBox(_ node: RuleNode) throws(RuleFileError) -> CertificateIssuers.InspectionBox {
        let fields = try node.fields(["id", "title", "organizations", "common_names"])
        let organizations = Set(try fields.texts("organizations").map(FoldedText.init))
        let names = try fields.texts("common_names").map(FoldedText.init)
        guard !organizations.isEmpty || !names.isEmpty else {
            throw node.error("one of 'organizations' and 'common_names' is needed")
        }
        return CertificateIssuers.InspectionBox(
            id: try fields.required("id").text(), title: try fields.required("title").text(),
            organizations: organizations, commonNames: names)
    }
}
