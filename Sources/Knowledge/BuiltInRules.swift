/// The rule files that are part of the program, in the order in which they are read: what others refer to comes first.
enum BuiltInRules {
    struct File: Sendable {
        let name: String
        let bytes: [UInt8]
    }

    /// Makers of devices, what their panels show, and what habits and patterns mean.
    static var makers: File { File(name: "devices.yaml", bytes: PackageResources.devices_yaml) }
    static var panels: File { File(name: "panels.yaml", bytes: PackageResources.panels_yaml) }
    static var observations: File { File(name: "observations.yaml", bytes: PackageResources.observations_yaml) }

    static var sources: File { File(name: "sources.yaml", bytes: PackageResources.sources_yaml) }

    /// These hold `causes` alone, and are read entry by entry, see ``CauseBook``.
    static var causeFiles: [File] {
        [
            File(name: "causes.yaml", bytes: PackageResources.causes_yaml),
            File(name: "causes-network.yaml", bytes: PackageResources.causes_network_yaml),
            File(name: "causes-certificates.yaml", bytes: PackageResources.causes_certificates_yaml),
        ]
    }

    static var endpoints: File { File(name: "endpoints.yaml", bytes: PackageResources.endpoints_yaml) }
    static var codes: File { File(name: "codes.yaml", bytes: PackageResources.codes_yaml) }
    static var certificates: File { File(name: "certificates.yaml", bytes: PackageResources.certificates_yaml) }
    static var notes: File { File(name: "notes.yaml", bytes: PackageResources.notes_yaml) }
    static var topics: File { File(name: "topics.yaml", bytes: PackageResources.topics_yaml) }
    /// What is said under TLS, and how long it is.
    static var lengths: File { File(name: "lengths.yaml", bytes: PackageResources.lengths_yaml) }

    /// All but the lengths, which have a form of their own.
    static var all: [File] {
        [sources] + causeFiles + [codes, endpoints, certificates, notes] + replyFiles
            + [makers, panels, observations, topics]
    }

    /// What replies mean, by family. These files hold reply rules alone.
    static var replyFiles: [File] {
        [
            File(name: "rfc.yaml", bytes: PackageResources.rfc_yaml),
            File(name: "postfix.yaml", bytes: PackageResources.postfix_yaml),
            File(name: "exim.yaml", bytes: PackageResources.exim_yaml),
            File(name: "exchange.yaml", bytes: PackageResources.exchange_yaml),
            File(name: "google.yaml", bytes: PackageResources.google_yaml),
            File(name: "yahoo-and-others.yaml", bytes: PackageResources.yahoo_and_others_yaml),
            File(name: "gateways.yaml", bytes: PackageResources.gateways_yaml),
            File(name: "firewalls.yaml", bytes: PackageResources.firewalls_yaml),
            File(name: "microsoft-365.yaml", bytes: PackageResources.microsoft_365_yaml),
        ]
    }
}
