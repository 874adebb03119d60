/// Keys that somebody put into the capture, from a pcapng decryption secrets block.
package struct DecryptionSecrets: Equatable, Sendable {
    /// What the bytes are, as the block says. Unknown values are values.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// Text lines as of `SSLKEYLOGFILE` (RFC 9850).
        package static let tlsKeyLog = Kind(rawValue: 0x544c_534b)
    }

    package let kind: Kind
    package let bytes: [UInt8]

    package init(kind: Kind, bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }
}
