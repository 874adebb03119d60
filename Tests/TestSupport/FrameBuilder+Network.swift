extension FrameBuilder {
    /// IPv4 or IPv6, as the addresses are.
    package func ip(
        from source: Address, to destination: Address, ttl: UInt8 = 64, identification: UInt16 = 0
    ) -> FrameBuilder {
        source.isIPv6
            ? ipv6(from: source, to: destination, hopLimit: ttl)
            : ipv4(from: source, to: destination, ttl: ttl, identification: identification)
    }

    /// IPv4, RFC 791 section 3.1. `fragmentOffset` in octets, a multiple of 8. `options` are padded to 32-bit words.
    /// `totalLength` 0 is what segmentation offload leaves in a capture.
    package func ipv4(
        from source: Address, to destination: Address, ttl: UInt8 = 64, identification: UInt16 = 0,
        dontFragment: Bool = true, moreFragments: Bool = false, fragmentOffset: UInt16 = 0, options: [UInt8] = [],
        typeOfService: UInt8 = 0, protocolNumber: UInt8? = nil, totalLength: UInt16? = nil, checksum: UInt16? = nil
    ) -> FrameBuilder {
        var header = Header(kind: Kind(etherType: 0x0800, ipProtocol: 4, addressFamily: 2)) { around in
            let length = 20 + (options.count + 3) / 4 * 4
            func encode(_ checksum: UInt16) -> [UInt8] {
                var writer = ByteWriter()
                writer.append([0x40 | UInt8(truncatingIfNeeded: length / 4), typeOfService])
                writer.number(totalLength ?? UInt16(truncatingIfNeeded: length + around.body.count))
                writer.number(identification)
                writer.number((dontFragment ? 0x4000 : 0) | (moreFragments ? 0x2000 : 0) | fragmentOffset / 8)
                writer.append([ttl, protocolNumber ?? (around.inner ?? .opaque).ipProtocol])
                writer.number(checksum)
                writer.append(source.octets + destination.octets + options)
                writer.pad(to: 4)
                return writer.bytes
            }
            return encode(checksum ?? InternetChecksum.of(encode(0))) + around.body
        }
        header.network = NetworkPair(source: source, destination: destination)
        return adding(header)
    }

    /// IPv6, RFC 8200 section 3.
    package func ipv6(
        from source: Address, to destination: Address, hopLimit: UInt8 = 64, trafficClass: UInt8 = 0,
        flowLabel: UInt32 = 0, nextHeader: UInt8? = nil, payloadLength: UInt16? = nil
    ) -> FrameBuilder {
        var header = Header(kind: Kind(etherType: 0x86dd, ipProtocol: 41, addressFamily: 24)) { around in
            var writer = ByteWriter()
            writer.number(6 << 28 | UInt32(trafficClass) << 20 | flowLabel & 0xfffff)
            writer.number(payloadLength ?? UInt16(truncatingIfNeeded: around.body.count))
            writer.append([nextHeader ?? (around.inner ?? .opaque).ipProtocol, hopLimit])
            writer.append(source.octets + destination.octets)
            writer.append(around.body)
            return writer.bytes
        }
        header.network = NetworkPair(source: source, destination: destination)
        return adding(header)
    }

    package enum IPv6Extension: UInt8, Sendable { case hopByHop = 0, routing = 43, destinationOptions = 60 }

    /// An extension header in the common format, RFC 8200 section 4: next header, length, then `content`, padded with
    /// zeros (Pad1) to a multiple of 8 octets.
    package func ipv6Extension(_ type: IPv6Extension, content: [UInt8] = [1, 4, 0, 0, 0, 0]) -> FrameBuilder {
        adding(
            Header(kind: Kind(ipProtocol: type.rawValue)) { around in
                let length = (content.count + 2 + 7) / 8
                var writer = ByteWriter()
                writer.append([(around.inner ?? .opaque).ipProtocol, UInt8(truncatingIfNeeded: length - 1)])
                writer.append(content)
                writer.pad(to: 8)
                writer.append(around.body)
                return writer.bytes
            })
    }

    /// The Fragment header, RFC 8200 section 4.5. `offset` in octets, a multiple of 8.
    package func ipv6Fragment(
        offset: UInt16, moreFragments: Bool, identification: UInt32, nextHeader: UInt8? = nil
    ) -> FrameBuilder {
        adding(
            Header(kind: Kind(ipProtocol: 44)) { around in
                var writer = ByteWriter()
                writer.append([nextHeader ?? (around.inner ?? .opaque).ipProtocol, 0])
                writer.number(offset & 0xfff8 | (moreFragments ? 1 : 0))
                writer.number(identification)
                writer.append(around.body)
                return writer.bytes
            })
    }
}
