/// One TLS record as the wire shows it (RFC 8446 §5.1).
package struct TLSRecordFact: Hashable, Sendable {
    package var from: TLSEnd
    /// The outer content type: TLS 1.3 says 23 (application data) for everything that it encrypts.
    package var type: UInt8
    /// Octets after the 5 of the header; of all where it stands for several.
    package var length: Int
    /// How many records it stands for: in a long row from one end, all beyond `TLSLimits.run` are told as one.
    package var count = 1
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
