/// The rule files that are part of the program, in the order in which they are read: what others refer to comes first.
enum BuiltInRules {
    struct File: Sendable {
        let name: String
        let bytes: [UInt8]
    }

    /// Sources, codes, causes and endpoints.
    static var referenceFiles: [File] {
        [
            File(name: "sources.yaml", bytes: PackageResources.sources_yaml),
            File(name: "codes.yaml", bytes: PackageResources.codes_yaml),
            File(name: "causes.yaml", bytes: PackageResources.causes_yaml),
            File(name: "causes-network.yaml", bytes: PackageResources.causes_network_yaml),
            File(name: "endpoints.yaml", bytes: PackageResources.endpoints_yaml),
            File(name: "certificates.yaml", bytes: PackageResources.certificates_yaml),
        ]
    }

    /// What replies mean, by family. These files hold reply rules alone.
    static var replyFiles: [File] {
        [
            File(name: "rfc.yaml", bytes: PackageResources.rfc_yaml),
            File(name: "postfix.yaml", bytes: PackageResources.postfix_yaml),
            File(name: "exim.yaml", bytes: PackageResources.exim_yaml),
            File(name: "exchange.yaml", bytes: PackageResources.exchange_yaml),
            File(name: "google.yaml", bytes: PackageResources.google_yaml),
            File(name: "providers.yaml", bytes: PackageResources.providers_yaml),
            File(name: "gateways-and-firewalls.yaml", bytes: PackageResources.gateways_and_firewalls_yaml),
            File(name: "microsoft-365.yaml", bytes: PackageResources.microsoft_365_yaml),
        ]
    }
}
