/// How an attempt to send mail ended. The words of this file are the contract's.
package enum Outcome: String, CaseIterable, Sendable {
    case delivered, partial, refused, failed, unknown
    case testOnly = "test-only"
}

/// Who has to change something.
package enum Responsible: String, CaseIterable, Sendable {
    case deviceConfig = "device-config"
    case deviceCapability = "device-capability"
    case deviceFault = "device-fault"
    case credentials
    case tenantConfig = "tenant-config"
    case serverPolicy = "server-policy"
    case serverFault = "server-fault"
    case reputation, recipient, message
    case dnsConfig = "dns-config"
    case firewall, isp
    case networkPath = "network-path"
    case capture, none, unknown

    /// The party that is cleared when somebody else is at fault; nil where nobody stands behind the word.
    package var party: ClearableParty? {
        switch self {
        case .deviceConfig, .deviceCapability, .deviceFault: .device
        case .credentials: .credentials
        case .tenantConfig: .tenant
        case .serverPolicy, .serverFault: .server
        case .reputation: .reputation
        case .dnsConfig: .dns
        case .firewall: .firewall
        case .isp: .isp
        case .networkPath: .networkPath
        case .recipient, .message, .capture, .none, .unknown: nil
        }
    }
}

/// Who can be shown not to be at fault.
package enum ClearableParty: String, CaseIterable, Sendable {
    case device, server, firewall, isp
    case networkPath = "network-path"
    case dns, credentials, tenant, reputation
}

/// Who made the first move to end the TCP conversation.
package enum EndedBy: String, Sendable { case client, server, network, none, unknown }
