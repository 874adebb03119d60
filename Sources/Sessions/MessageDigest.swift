import SMTP
import TLS

/// SHA-256 for the SMTP room, which knows no cryptography.
final class MessageDigest: MessageDigesting {
    private let digest = OpenSSLDigest(.sha256)

    func update(_ bytes: RawSpan) { digest.update(bytes) }

    func finish() -> String { hexadecimal(digest.finish()) }
}

func hexadecimal(_ octets: [UInt8]) -> String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
