/// The ports on which a connection counts as an attempt to send mail, whatever it carries.
package enum MailPorts {
    /// 25 relay, 465 submission over TLS (RFC 8314), 587 submission (RFC 6409), 2525 and 26 as providers offer them.
    package static let standard: [UInt16] = [25, 465, 587, 2525, 26]

    /// TLS from the first octet.
    package static let implicitTLS: UInt16 = 465
}
