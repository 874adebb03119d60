import Bytes

/// What a client offers (RFC 8446 §4.1.2). GREASE values (RFC 8701) are left in the lists as they were sent.
package struct ClientHello: Hashable, Sendable {
    package var moment: TLSMoment
    /// The highest version that it offers, wherever it says so.
    package var highestVersion: ProtocolVersion
    /// The version field, which stays at TLS 1.2 where TLS 1.3 is offered.
    package var legacyVersion: ProtocolVersion
    /// Versions of supported_versions in order, without GREASE and drafts; else the version field alone.
    package var offeredVersions: [ProtocolVersion]
    /// 32 octets; of an SSL 2.0 style hello its challenge, zeros before it.
    package var random: [UInt8] = []
    package var sessionID: [UInt8] = []
    package var cipherSuites: [UInt16] = []
    /// Suites of SSL 2.0 itself, in an SSL 2.0 style hello.
    package var sslv2Suites: [UInt32] = []
    /// In order, up to `HelloExtensions.limit`.
    package var extensionTypes: [UInt16] = []
    package var serverName: String?
    package var applicationProtocols: [String] = []
    package var groups: [UInt16] = []
    package var keyShareGroups: [UInt16] = []
    package var signatureAlgorithms: [UInt16] = []
    /// A ticket of an earlier session (RFC 5077); empty where it has none.
    package var ticket: [UInt8] = []
    /// Pre-shared keys offered (TLS 1.3).
    package var preSharedKeys = 0
    package var offersEarlyData = false
    package var offersExtendedMasterSecret = false
    package var offersEncryptThenMAC = false
    package var isSSLv2Style = false
    /// The message ends before its extensions do, or octets of it are missing.
    package var isCut = false

    /// The list of suites is here, or the hello is whole and has none.
    package var showsSuites: Bool { !isCut || !cipherSuites.isEmpty || !sslv2Suites.isEmpty }
    /// Whether it offers TLS 1.3 shows: it is whole, or says which versions it offers, or is older than extensions for it.
    package var showsVersions: Bool {
        !isCut || legacyVersion < .tls12 || extensionTypes.contains(HelloExtensions.Kind.supportedVersions)
    }

    package var offersTicket: Bool { !ticket.isEmpty }

    /// Reads the body of a ClientHello message; what is cut off is left out.
    init?(_ body: RawSpan, at moment: TLSMoment) {
        self.moment = moment
        var reader = ByteReader(body)
        do throws(ShortRead) {
            highestVersion = ProtocolVersion(rawValue: try reader.uint16())
            legacyVersion = highestVersion
            offeredVersions = [highestVersion]
            random = body.copied(try reader.range(32))
            sessionID = body.copied(try reader.range(Int(try reader.uint8())))
        } catch { return nil }
        do throws(ShortRead) {
            let suites = try reader.range(Int(try reader.uint16()))
            cipherSuites = stride(from: suites.lowerBound, to: suites.upperBound - 1, by: 2).map { body.uint16($0) }
            try reader.skip(Int(try reader.uint8()))
        } catch {
            isCut = true
            return
        }
        guard reader.remaining >= 2 else { return }
        do throws(ShortRead) {
            let told = Int(try reader.uint16())
            isCut = told > reader.remaining
            let extensions = try reader.range(min(told, reader.remaining))
            readExtensions(body.extracting(extensions))
        } catch { isCut = true }
    }

    /// Reads an SSL 2.0 style hello (RFC 5246 appendix E.2) from behind its version field.
    ///
    ///     suites length (2)  session id length (2)  challenge length (2)  suites (3 each)  session id  challenge
    init(sslv2 body: RawSpan, version: ProtocolVersion, at moment: TLSMoment) {
        self.moment = moment
        highestVersion = version
        legacyVersion = version
        offeredVersions = [version]
        isSSLv2Style = true
        var reader = ByteReader(body)
        do throws(ShortRead) {
            let lengths = [Int(try reader.uint16()), Int(try reader.uint16()), Int(try reader.uint16())]
            let suites = try reader.range(lengths[0])
            for at in stride(from: suites.lowerBound, to: suites.upperBound - 2, by: 3) {
                let suite = UInt32(body.uint8(at)) << 16 | UInt32(body.uint16(at + 1))
                if suite >> 16 == 0 { cipherSuites.append(UInt16(suite)) } else { sslv2Suites.append(suite) }
            }
            sessionID = body.copied(try reader.range(lengths[1]))
            let challenge = body.copied(try reader.range(lengths[2])).suffix(32)
            random = [UInt8](repeating: 0, count: 32 - challenge.count) + challenge
        } catch { isCut = true }
    }

    private mutating func readExtensions(_ list: RawSpan) {
        var hello = self
        HelloExtensions.walk(list) { type, content in hello.read(type, content) }
        self = hello
    }

    private mutating func read(_ type: UInt16, _ content: RawSpan) {
        extensionTypes.append(type)
        switch type {
        case HelloExtensions.Kind.serverName: serverName = HelloExtensions.serverName(content)
        case HelloExtensions.Kind.groups: groups = HelloExtensions.values(content, lengthOctets: 2)
        case HelloExtensions.Kind.signatureAlgorithms:
            signatureAlgorithms = HelloExtensions.values(content, lengthOctets: 2)
        case HelloExtensions.Kind.applicationProtocols: applicationProtocols = HelloExtensions.protocols(content)
        case HelloExtensions.Kind.encryptThenMAC: offersEncryptThenMAC = true
        case HelloExtensions.Kind.extendedMasterSecret: offersExtendedMasterSecret = true
        case HelloExtensions.Kind.sessionTicket: ticket = content.copied()
        case HelloExtensions.Kind.preSharedKey: preSharedKeys = HelloExtensions.identities(content)
        case HelloExtensions.Kind.earlyData: offersEarlyData = true
        case HelloExtensions.Kind.keyShare: keyShareGroups = HelloExtensions.keyShareGroups(content)
        case HelloExtensions.Kind.supportedVersions:
            // Drafts (0x7f..) are no versions either.
            let versions = HelloExtensions.values(content, lengthOctets: 1).filter { $0 >> 8 == 3 }
            guard !versions.isEmpty else { return }
            offeredVersions = versions.map { ProtocolVersion(rawValue: $0) }
            highestVersion = offeredVersions.max() ?? highestVersion
        default: break
        }
    }
}
