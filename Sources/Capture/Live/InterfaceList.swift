import CLibpcap

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The interfaces of this machine, in libpcap's order: the likeliest first.
///
/// `unsafe` because libpcap gives a linked list of C structs. It is walked once, everything is copied, and it is freed
/// before the function returns.
package enum InterfaceList {
    /// Interfaces, and addresses of one, that are listed.
    static let limit = 1_024

    package static func all() throws(LiveCaptureError) -> [NetworkInterface] {
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        var first: UnsafeMutablePointer<pcap_if_t>?
        guard unsafe pcap_findalldevs(&first, &message) == 0 else {
            let reason = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw .cannotCapture(device: "this machine", reason: reason)
        }
        defer { unsafe pcap_freealldevs(first) }
        var interfaces: [NetworkInterface] = []
        var next = unsafe first
        while let device = unsafe next?.pointee, interfaces.count < limit {
            unsafe interfaces.append(interface(device))
            unsafe next = device.next
        }
        return interfaces
    }

    /// The same with their link types, for which each is opened for a moment.
    package static func allWithLinkTypes() throws(LiveCaptureError) -> [NetworkInterface] {
        try all().map { interface in
            var interface = interface
            if interface.state != .down { interface.linkType = linkType(of: interface.name) }
            return interface
        }
    }

    private static func linkType(of name: String) -> LinkType? {
        var options = LiveCapture.Options()
        options.bufferSize = 1 << 20
        options.snapLength = 256
        options.isPromiscuous = false
        do throws(LiveCaptureError) {
            let handle = try PcapHandle(device: name)
            _ = try handle.activate(options)
            return handle.linkType
        } catch {
            return nil
        }
    }

    private static func interface(_ device: pcap_if_t) -> NetworkInterface {
        let flags = unsafe device.flags
        let isUp = flags & UInt32(PCAP_IF_UP) != 0
        let isConnected = flags & UInt32(PCAP_IF_CONNECTION_STATUS) != UInt32(PCAP_IF_CONNECTION_STATUS_DISCONNECTED)
        var addresses: [String] = []
        var next = unsafe device.addresses
        while let entry = unsafe next?.pointee, addresses.count < limit {
            if let address = unsafe entry.addr, let text = unsafe text(address) { addresses.append(text) }
            unsafe next = entry.next
        }
        return unsafe NetworkInterface(
            name: String(cString: device.name), description: device.description.map { unsafe String(cString: $0) },
            state: isUp ? (isConnected ? .up : .noCarrier) : .down, isLoopback: flags & UInt32(PCAP_IF_LOOPBACK) != 0,
            addresses: addresses)
    }

    /// An IPv4 or IPv6 address as text; nil for other families, such as hardware addresses.
    private static func text(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
        let family = unsafe Int32(address.pointee.sa_family)
        let length: Int
        switch family {
        case AF_INET: length = MemoryLayout<sockaddr_in>.size
        case AF_INET6: length = MemoryLayout<sockaddr_in6>.size
        default: return nil
        }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard
            unsafe getnameinfo(
                address, socklen_t(length), &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
        else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
