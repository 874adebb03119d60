/// The rule files that are part of the program, in the order in which they are read: what others refer to comes first.
enum BuiltInRules {
    static var files: [(name: String, bytes: [UInt8])] {
        [
            ("sources.yaml", PackageResources.sources_yaml),
            ("codes.yaml", PackageResources.codes_yaml),
            ("causes.yaml", PackageResources.causes_yaml),
            ("causes-network.yaml", PackageResources.causes_network_yaml),
            ("endpoints.yaml", PackageResources.endpoints_yaml),
            ("rfc.yaml", PackageResources.rfc_yaml),
            ("postfix.yaml", PackageResources.postfix_yaml),
            ("exim.yaml", PackageResources.exim_yaml),
            ("exchange.yaml", PackageResources.exchange_yaml),
            ("google.yaml", PackageResources.google_yaml),
            ("providers.yaml", PackageResources.providers_yaml),
            ("gateways-and-firewalls.yaml", PackageResources.gateways_and_firewalls_yaml),
            ("microsoft-365.yaml", PackageResources.microsoft_365_yaml),
        ]
    }
}
