/// Blocks that hold no frame.
extension PcapngWriter {
    /// What an interface counted since the capture began: frames received (`isb_ifrecv`), dropped by the interface
    /// (`isb_ifdrop`) and by the operating system for want of room (`isb_osdrop`). `start` and `end` tell when the
    /// interface was watched.
    package mutating func statistics(
        interface: Int, at time: Timestamp, received: UInt64? = nil, dropped: UInt64? = nil,
        droppedBySystem: UInt64? = nil, start: Timestamp? = nil, end: Timestamp? = nil
    ) {
        guard interface >= 0, interface < interfaces else { return }
        block(.interfaceStatistics) { output in
            output.number(UInt32(clamping: interface))
            output.time(time)
            output.options { output in
                output.option(2, time: start)
                output.option(3, time: end)
                output.option(4, received)
                output.option(5, dropped)
                output.option(7, droppedBySystem)
            }
        }
    }

    /// Addresses with the names that belong to them. Those that are no IP address, or have no name, are left out.
    package mutating func names(_ names: [ResolvedName]) {
        let written = names.filter { [4, 16].contains($0.address.count) && !$0.names.isEmpty }
        guard !written.isEmpty else { return }
        block(.nameResolution) { output in
            for name in written {
                let value = name.address + name.names.flatMap { Array($0.utf8.filter { $0 != 0 }) + [0] }
                guard value.count <= Int(UInt16.max) else { continue }
                output.option(name.address.count == 4 ? 1 : 2, value)
            }
            output.number(UInt32(0))
        }
    }

    /// Keys, for a reader that decrypts. They have to stand before the frames that they decrypt.
    package mutating func secrets(_ secrets: DecryptionSecrets) {
        block(.decryptionSecrets) { output in
            output.number(secrets.kind.rawValue)
            output.number(UInt32(clamping: secrets.bytes.count))
            output.append(secrets.bytes)
        }
    }
}
