/// One TLS record as the wire shows it (RFC 8446 §5.1).
package struct TLSRecordFact: Hashable, Sendable {
    package var from: TLSEnd
    /// The outer content type: TLS 1.3 says 23 (application data) for everything that it encrypts.
    package var type: UInt8
    /// Octets after the 5 of the header.
    package var length: Int
    package var isEncrypted: Bool
    /// Where its first and its last octet came.
    package var first: TLSMoment
    package var last: TLSMoment
    /// Octets of it are not in the capture.
    package var isCut: Bool

    package init(
        from: TLSEnd, type: UInt8, length: Int, isEncrypted: Bool, first: TLSMoment, last: TLSMoment, isCut: Bool
    ) {
        self.from = from
        self.type = type
        self.length = length
        self.isEncrypted = isEncrypted
        self.first = first
        self.last = last
        self.isCut = isCut
    }
}
