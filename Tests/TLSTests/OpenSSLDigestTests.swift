import Bytes
import TLS
import Testing

/// Known answers of FIPS 180-4.
@Suite struct OpenSSLDigestTests {
    @Test(arguments: [
        (OpenSSLDigest.Algorithm.sha1, "", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        (.sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (.sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            .sha256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func knownAnswers(_ algorithm: OpenSSLDigest.Algorithm, _ text: String, _ expected: String) {
        let digest = OpenSSLDigest(algorithm)
        digest.update(Array(text.utf8).rawSpan)
        #expect(Self.hexadecimal(digest.finish()) == expected)
    }

    @Test func piecesAreTheWhole() {
        let octets = [UInt8]((0..<1000).map { UInt8($0 % 251) })
        let whole = OpenSSLDigest(.sha256)
        whole.update(octets.rawSpan)
        let pieces = OpenSSLDigest(.sha256)
        for octet in octets { pieces.update([octet].rawSpan) }
        pieces.update([UInt8]().rawSpan)
        let expected = whole.finish()
        #expect(expected.count == 32)
        #expect(pieces.finish() == expected)
    }

    private static func hexadecimal(_ octets: [UInt8]) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
