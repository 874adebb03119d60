import Bytes
import COpenSSL

/// One certificate in OpenSSL's hands. Its pointers stay in this folder's two OpenSSL files.
@safe
final class OpenSSLCertificate {
    /// Larger ones are not read: real ones have a few thousand octets.
    static let largest = 1 << 16
    /// Names that are kept of one certificate.
    static let keptNames = 200

    let handle: OpaquePointer

    /// Nil where the octets are no certificate.
    init?(_ der: [UInt8]) {
        guard !der.isEmpty, der.count <= Self.largest else { return nil }
        let read = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var at = buffer.baseAddress
            return unsafe d2i_X509(nil, &at, buffer.count)
        }
        guard let read = unsafe read else {
            ERR_clear_error()
            return nil
        }
        unsafe handle = read
    }

    deinit { unsafe X509_free(handle) }

    /// Everything it says.
    func read(_ der: [UInt8]) -> Certificate {
        let subject = unsafe X509_get_subject_name(handle)
        let issuer = unsafe X509_get_issuer_name(handle)
        let key = unsafe X509_get0_pubkey(handle)
        var digest: Int32 = 0
        _ = unsafe X509_get_signature_info(handle, &digest, nil, nil, nil)
        let algorithm = unsafe OBJ_nid2ln(X509_get_signature_nid(handle))
        let digester = OpenSSLDigest(.sha256)
        digester.update(der.rawSpan)
        var certificate = unsafe Certificate(
            subject: Self.text(subject), issuer: Self.text(issuer),
            serial: Self.serial(X509_get0_serialNumber(handle)),
            keyType: key.flatMap { unsafe EVP_PKEY_get0_type_name($0) }.map { unsafe String(cString: $0) } ?? "",
            keyBits: Int(key.map { unsafe EVP_PKEY_get_bits($0) } ?? 0),
            signatureAlgorithm: algorithm.map { unsafe String(cString: $0) } ?? "",
            isAuthority: X509_check_ca(handle) > 0, isSelfSigned: X509_self_signed(handle, 1) == 1,
            isForServers: X509_check_purpose(handle, X509_PURPOSE_SSL_SERVER, 0) == 1,
            fingerprint: Self.hex(digester.finish()))
        unsafe certificate.subjectCommonName = Self.part(NID_commonName, of: subject)
        unsafe certificate.subjectOrganization = Self.part(NID_organizationName, of: subject)
        unsafe certificate.issuerCommonName = Self.part(NID_commonName, of: issuer)
        unsafe certificate.issuerOrganization = Self.part(NID_organizationName, of: issuer)
        unsafe certificate.notBefore = Self.seconds(X509_get0_notBefore(handle))
        unsafe certificate.notAfter = Self.seconds(X509_get0_notAfter(handle))
        certificate.isSignedWithMD5 = digest == NID_md5 || digest == NID_md2 || digest == NID_md4
        certificate.isSignedWithSHA1 = digest == NID_sha1
        readNames(into: &certificate)
        ERR_clear_error()
        return certificate
    }

    /// RFC 6125 §6.4 and RFC 9525 §6: a star stands for one whole label, and the common name does not count.
    func isNamed(_ host: String) -> Bool {
        guard !host.isEmpty, !host.utf8.contains(0) else { return false }
        let flags = UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS)
        return unsafe X509_check_host(handle, host, host.utf8.count, flags, nil) == 1
    }

    /// The common name alone would do, as it did before RFC 6125. It counts only where no host name is listed.
    func isNamedByCommonName(_ host: String) -> Bool {
        guard !host.isEmpty, !host.utf8.contains(0) else { return false }
        let flags = UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS)
        return unsafe X509_check_host(handle, host, host.utf8.count, flags, nil) == 1
    }

    func isAddressed(_ address: String) -> Bool { unsafe X509_check_ip_asc(handle, address, 0) == 1 }

    func issued(_ other: OpenSSLCertificate) -> Bool {
        unsafe X509_check_issued(handle, other.handle) == X509_V_OK
    }

    // MARK: - Fields

    private func readNames(into certificate: inout Certificate) {
        guard let list = unsafe X509_get_ext_d2i(handle, NID_subject_alt_name, nil, nil) else { return }
        let names = OpaquePointer(list)
        defer { unsafe GENERAL_NAMES_free(names) }
        for index in 0..<min(unsafe OPENSSL_sk_num(names), Int32(Self.keptNames)) {
            guard let entry = unsafe OPENSSL_sk_value(names, index) else { continue }
            var type: Int32 = 0
            let name = unsafe entry.assumingMemoryBound(to: GENERAL_NAME.self)
            guard let value = unsafe GENERAL_NAME_get0_value(name, &type) else { continue }
            guard type == 2 || type == 7 else { continue }
            let octets = unsafe Self.octets(value.assumingMemoryBound(to: ASN1_STRING.self))
            if type == 2 {
                certificate.names.append(Self.shown(String(decoding: octets, as: UTF8.self)))
            } else if let address = Self.address(octets) {
                certificate.addresses.append(address)
            }
        }
    }

    private static func address(_ octets: [UInt8]) -> String? {
        switch octets.count {
        case 4: octets.map { "\($0)" }.joined(separator: ".")
        case 16:
            stride(from: 0, to: 16, by: 2).map { String(Int(octets[$0]) << 8 | Int(octets[$0 + 1]), radix: 16) }
                .joined(separator: ":")
        default: nil
        }
    }

    @unsafe
    private static func octets(_ string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
        guard let string = unsafe string, let data = unsafe ASN1_STRING_get0_data(string) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: data, count: max(0, Int(ASN1_STRING_length(string)))))
    }

    /// RFC 4514, most specific part first, with ", " between the parts and UTF-8 as it is.
    @unsafe
    private static func text(_ name: OpaquePointer?) -> String {
        guard let name = unsafe name, let out = unsafe BIO_new(BIO_s_mem()) else { return "" }
        defer { unsafe BIO_free(out) }
        let escapes = UInt(ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_UTF8_CONVERT)
        let flags = escapes | UInt(ASN1_STRFLGS_DUMP_UNKNOWN | ASN1_STRFLGS_DUMP_DER) | 2 << 16 | 1 << 20
        _ = unsafe X509_NAME_print_ex(out, name, 0, flags)
        var buffer = [UInt8](repeating: 0, count: 1_024)
        let count = unsafe buffer.withUnsafeMutableBytes { buffer in
            unsafe BIO_read(out, buffer.baseAddress, Int32(buffer.count))
        }
        return String(decoding: buffer.prefix(max(0, Int(count))), as: UTF8.self)
    }

    @unsafe
    private static func part(_ nid: Int32, of name: OpaquePointer?) -> String? {
        guard let name = unsafe name, case let at = unsafe X509_NAME_get_index_by_NID(name, nid, -1), at >= 0,
            let entry = unsafe X509_NAME_get_entry(name, at), let value = unsafe X509_NAME_ENTRY_get_data(entry)
        else { return nil }
        var copy: UnsafeMutablePointer<UInt8>?
        let length = unsafe ASN1_STRING_to_UTF8(&copy, value)
        guard length > 0, let start = unsafe copy else { return nil }
        defer { unsafe CRYPTO_free(start, nil, 0) }
        let octets = unsafe UnsafeBufferPointer(start: start, count: min(Int(length), 255))
        return unsafe shown(String(decoding: octets, as: UTF8.self))
    }

    /// A certificate's maker chooses its words: control characters stay out of terminals.
    private static func shown(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
    }

    @unsafe
    private static func serial(_ number: UnsafePointer<ASN1_INTEGER>?) -> String {
        let text = unsafe hex(octets(number)).drop { $0 == "0" }
        return text.isEmpty ? "0" : String(text.prefix(64))
    }

    @unsafe
    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        guard let epoch = unsafe ASN1_TIME_set(nil, 0) else { return nil }
        defer { unsafe ASN1_STRING_free(epoch) }
        var days: Int32 = 0
        var seconds: Int32 = 0
        guard unsafe ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return nil }
        return Int64(days) * 86_400 + Int64(seconds)
    }

    private static func hex(_ octets: [UInt8]) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
