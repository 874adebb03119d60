extension FrameBuilder {
    /// The control bits of TCP, RFC 9293 section 3.1.
    package struct TCPFlags: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let fin = TCPFlags(rawValue: 0x01)
        package static let syn = TCPFlags(rawValue: 0x02)
        package static let rst = TCPFlags(rawValue: 0x04)
        package static let psh = TCPFlags(rawValue: 0x08)
        package static let ack = TCPFlags(rawValue: 0x10)
        package static let urg = TCPFlags(rawValue: 0x20)
        package static let ece = TCPFlags(rawValue: 0x40)
        package static let cwr = TCPFlags(rawValue: 0x80)
    }

    package enum TCPOption: Sendable {
        case noOperation
        case maximumSegmentSize(UInt16)
        /// The shift count, RFC 7323 section 2.2.
        case windowScale(UInt8)
        case sackPermitted
        /// Blocks as pairs of sequence numbers, the right edge excluded, RFC 2018.
        case sack([(left: UInt32, right: UInt32)])
        case timestamps(value: UInt32, echo: UInt32)
        /// Bytes as they are, also wrong ones.
        case raw([UInt8])

        var bytes: [UInt8] {
            var writer = ByteWriter()
            switch self {
            case .noOperation: writer.append([1])
            case .maximumSegmentSize(let size):
                writer.append([2, 4])
                writer.number(size)
            case .windowScale(let shift): writer.append([3, 3, shift])
            case .sackPermitted: writer.append([4, 2])
            case .sack(let blocks):
                writer.append([5, UInt8(truncatingIfNeeded: 2 + blocks.count * 8)])
                for block in blocks {
                    writer.number(block.left)
                    writer.number(block.right)
                }
            case .timestamps(let value, let echo):
                writer.append([8, 10])
                writer.number(value)
                writer.number(echo)
            case .raw(let bytes): writer.append(bytes)
            }
            return writer.bytes
        }
    }

    /// TCP, RFC 9293 section 3.1. Options are padded to 32-bit words. `dataOffset` in 32-bit words.
    package func tcp(
        from source: UInt16, to destination: UInt16, sequence: UInt32 = 0, acknowledgment: UInt32 = 0,
        flags: TCPFlags = [.ack], window: UInt16 = 64240, options: [TCPOption] = [], urgentPointer: UInt16 = 0,
        dataOffset: UInt8? = nil, checksum: UInt16? = nil
    ) -> FrameBuilder {
        let optionBytes = options.flatMap(\.bytes)
        let words = UInt8(truncatingIfNeeded: 5 + (optionBytes.count + 3) / 4)
        return adding(
            Header(kind: Kind(ipProtocol: 6)) { around in
                func encode(_ checksum: UInt16) -> [UInt8] {
                    var writer = ByteWriter()
                    writer.number(source)
                    writer.number(destination)
                    writer.number(sequence)
                    writer.number(acknowledgment)
                    writer.append([(dataOffset ?? words) << 4, flags.rawValue])
                    writer.number(window)
                    writer.number(checksum)
                    writer.number(urgentPointer)
                    writer.append(optionBytes)
                    writer.pad(to: 4)
                    writer.append(around.body)
                    return writer.bytes
                }
                return encode(checksum ?? around.checksum(of: encode(0), protocolNumber: 6))
            })
    }

    /// UDP, RFC 768.
    package func udp(
        from source: UInt16, to destination: UInt16, length: UInt16? = nil, checksum: UInt16? = nil
    ) -> FrameBuilder {
        adding(
            Header(kind: Kind(ipProtocol: 17)) { around in
                func encode(_ checksum: UInt16) -> [UInt8] {
                    var writer = ByteWriter()
                    writer.number(source)
                    writer.number(destination)
                    writer.number(length ?? UInt16(truncatingIfNeeded: 8 + around.body.count))
                    writer.number(checksum)
                    writer.append(around.body)
                    return writer.bytes
                }
                // A computed 0 is sent as all ones: 0 says that there is no checksum.
                let computed = around.checksum(of: encode(0), protocolNumber: 17)
                return encode(checksum ?? (computed == 0 ? 0xffff : computed))
            })
    }

    /// ICMP, RFC 792. `rest` is the second word: the next hop's MTU of 3/4 is its low half. What follows is the quoted
    /// datagram (`payload`).
    package func icmp(type: UInt8, code: UInt8 = 0, rest: UInt32 = 0, checksum: UInt16? = nil) -> FrameBuilder {
        adding(
            Header(kind: Kind(ipProtocol: 1)) { around in
                let body = Self.icmpMessage(type, code, rest, around.body)
                return body(checksum ?? InternetChecksum.of(body(0)))
            })
    }

    /// ICMPv6, RFC 4443. `rest` is the second word: the MTU of a Packet Too Big (type 2).
    package func icmpv6(type: UInt8, code: UInt8 = 0, rest: UInt32 = 0, checksum: UInt16? = nil) -> FrameBuilder {
        adding(
            Header(kind: Kind(ipProtocol: 58)) { around in
                let body = Self.icmpMessage(type, code, rest, around.body)
                return body(checksum ?? around.checksum(of: body(0), protocolNumber: 58))
            })
    }

    private static func icmpMessage(
        _ type: UInt8, _ code: UInt8, _ rest: UInt32, _ quoted: [UInt8]
    ) -> (_ checksum: UInt16) -> [UInt8] {
        { checksum in
            var writer = ByteWriter()
            writer.append([type, code])
            writer.number(checksum)
            writer.number(rest)
            writer.append(quoted)
            return writer.bytes
        }
    }
}

extension FrameBuilder.Surroundings {
    /// With the pseudo header of RFC 9293 section 3.1 or RFC 8200 section 8.1; without an IP header around, none.
    func checksum(of segment: [UInt8], protocolNumber: UInt8) -> UInt16 {
        guard let network else { return InternetChecksum.of(segment) }
        var writer = ByteWriter()
        writer.append(network.source.octets + network.destination.octets)
        if network.source.isIPv6 {
            writer.number(UInt32(truncatingIfNeeded: segment.count))
            writer.append([0, 0, 0, protocolNumber])
        } else {
            writer.append([0, protocolNumber])
            writer.number(UInt16(truncatingIfNeeded: segment.count))
        }
        return InternetChecksum.of(writer.bytes, segment)
    }
}
