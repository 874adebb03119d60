extension FrameBuilder {
    /// Ethernet II: destination, source, type.
    package func ethernet(
        from source: HardwareAddress = .client, to destination: HardwareAddress = .gateway, etherType: UInt16? = nil
    ) -> FrameBuilder {
        adding(
            Header(kind: Kind(etherType: 0x6558)) { around in
                var writer = ByteWriter()
                writer.append(destination.octets)
                writer.append(source.octets)
                writer.number(etherType ?? (around.inner ?? .opaque).etherType)
                writer.append(around.body)
                return writer.bytes
            })
    }

    /// One 802.1Q tag; several of them stack. `protocolIdentifier` 0x88a8 is a service tag (802.1ad), 0x9100 an old one.
    package func vlan(
        _ identifier: UInt16, priority: UInt16 = 0, protocolIdentifier: UInt16 = 0x8100, etherType: UInt16? = nil
    ) -> FrameBuilder {
        adding(
            Header(kind: Kind(etherType: protocolIdentifier)) { around in
                var writer = ByteWriter()
                writer.number(priority << 13 | identifier & 0xfff)
                writer.number(etherType ?? (around.inner ?? .opaque).etherType)
                writer.append(around.body)
                return writer.bytes
            })
    }

    /// LINKTYPE_LINUX_SLL, 16 octets. `packetType`: 0 to us, 1 broadcast, 3 to someone else, 4 sent by us.
    package func linuxCooked(
        packetType: UInt16 = 0, from source: HardwareAddress = .client, etherType: UInt16? = nil
    ) -> FrameBuilder {
        adding(
            Header(kind: .opaque) { around in
                var writer = ByteWriter()
                writer.number(packetType)
                writer.number(UInt16(1))  // ARPHRD_ETHER
                writer.number(UInt16(6))
                writer.append(source.octets + [0, 0])
                writer.number(etherType ?? (around.inner ?? .opaque).etherType)
                writer.append(around.body)
                return writer.bytes
            })
    }

    /// LINKTYPE_LINUX_SLL2, 20 octets: the type comes first, and the interface's index is told.
    package func linuxCooked2(
        interfaceIndex: UInt32 = 2, packetType: UInt8 = 0, from source: HardwareAddress = .client,
        etherType: UInt16? = nil
    ) -> FrameBuilder {
        adding(
            Header(kind: .opaque) { around in
                var writer = ByteWriter()
                writer.number(etherType ?? (around.inner ?? .opaque).etherType)
                writer.number(UInt16(0))
                writer.number(interfaceIndex)
                writer.number(UInt16(1))  // ARPHRD_ETHER
                writer.append([packetType, 6])
                writer.append(source.octets + [0, 0])
                writer.append(around.body)
                return writer.bytes
            })
    }

    /// LINKTYPE_NULL in the byte order of the capturing machine; big-endian it is LINKTYPE_LOOP.
    /// IPv6 has family 24, 28 or 30 by system: `addressFamily` chooses.
    package func null(_ order: ByteOrdering = .littleEndian, addressFamily: UInt32? = nil) -> FrameBuilder {
        adding(
            Header(kind: .opaque) { around in
                var writer = ByteWriter(order)
                writer.number(addressFamily ?? (around.inner ?? .opaque).addressFamily)
                writer.append(around.body)
                return writer.bytes
            })
    }

    package enum ARPOperation: UInt16, Sendable { case request = 1, reply = 2 }

    /// ARP for IPv4 over Ethernet, RFC 826: who has `target`, tell `sender`.
    package func arp(
        _ operation: ARPOperation, sender: Address, at senderHardware: HardwareAddress = .client, target: Address,
        at targetHardware: HardwareAddress = .unspecified
    ) -> FrameBuilder {
        adding(
            Header(kind: Kind(etherType: 0x0806)) { around in
                var writer = ByteWriter()
                writer.number(UInt16(1))
                writer.number(UInt16(0x0800))
                writer.append([6, 4])
                writer.number(operation.rawValue)
                writer.append(senderHardware.octets + sender.octets + targetHardware.octets + target.octets)
                writer.append(around.body)
                return writer.bytes
            })
    }
}
