/// Block types of pcapng (draft-ietf-opsawg-pcapng, section 11.1). Unknown values are values, and skipped.
struct PcapngBlockType: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The same in both byte orders, for it comes before the byte order is known.
    static let sectionHeader = PcapngBlockType(rawValue: 0x0a0d_0d0a)
    static let interfaceDescription = PcapngBlockType(rawValue: 1)
    /// Obsolete: an enhanced packet block with a 16-bit interface and a drop count.
    static let packet = PcapngBlockType(rawValue: 2)
    static let simplePacket = PcapngBlockType(rawValue: 3)
    static let nameResolution = PcapngBlockType(rawValue: 4)
    static let interfaceStatistics = PcapngBlockType(rawValue: 5)
    static let enhancedPacket = PcapngBlockType(rawValue: 6)
    static let decryptionSecrets = PcapngBlockType(rawValue: 10)
    static let custom = PcapngBlockType(rawValue: 0x0bad)
    static let customNotCopied = PcapngBlockType(rawValue: 0x4000_0bad)

    /// Whether the type is one that the registry lists: what a search behind damage believes.
    var isRegistered: Bool {
        switch rawValue {
        case 1...13, 0x0bad, 0x4000_0bad, 0x0a0d_0d0a: true
        default: false
        }
    }

    /// Whether a block of the type holds a frame.
    var isPacket: Bool { self == .enhancedPacket || self == .simplePacket || self == .packet }

    /// The length of the shortest block of the type, type and both length fields included.
    var minimumLength: Int {
        switch self {
        case .sectionHeader: 28
        case .interfaceDescription, .decryptionSecrets: 20
        case .packet, .enhancedPacket: 32
        case .interfaceStatistics: 24
        case .simplePacket: 16
        default: 12
        }
    }
}
