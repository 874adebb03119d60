/// A running message digest. The room that links a crypto library provides it; this room only feeds it.
package protocol MessageDigesting {
    mutating func update(_ octets: RawSpan)
    /// The digest in lower-case hexadecimal.
    mutating func finish() -> String
}
