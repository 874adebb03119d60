import CLibpcap

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// libpcap's handle of one interface.
///
/// `unsafe` because libpcap works on pointers: to its handle, which this type owns and closes, and to each packet, which
/// is valid until the next one is asked for and lent out as a span for the length of a call. Texts are copied at once.
@safe final class PcapHandle {
    private let handle: OpaquePointer
    private let device: String

    /// Makes a handle that captures nothing yet.
    init(device: String) throws(LiveCaptureError) {
        self.device = device
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard let handle = unsafe pcap_create(device, &message) else {
            throw .cannotCapture(device: device, reason: Self.text(message))
        }
        unsafe self.handle = handle
    }

    /// A handle without a device, to compile filters.
    init(linkType: LinkType, snapLength: Int) throws(LiveCaptureError) {
        device = "(none)"
        let number = linkType == .raw ? DLT_RAW : Int32(clamping: linkType.rawValue)
        guard let handle = unsafe pcap_open_dead(number, Int32(clamping: snapLength)) else {
            throw .cannotCapture(device: device, reason: "libpcap has no memory")
        }
        unsafe self.handle = handle
    }

    deinit { unsafe pcap_close(handle) }

    /// Sets what was asked for and starts capturing, without waiting for packets in `next`. Returns a warning.
    func activate(_ options: LiveCapture.Options) throws(LiveCaptureError) -> String? {
        unsafe pcap_set_snaplen(handle, Int32(clamping: options.snapLength))
        unsafe pcap_set_promisc(handle, options.isPromiscuous ? 1 : 0)
        unsafe pcap_set_buffer_size(handle, Int32(clamping: options.bufferSize))
        unsafe pcap_set_timeout(handle, Int32(clamping: options.timeoutMilliseconds))
        // Without it packets come in blocks, each with one wake-up: what keeps a fast line from costing a processor.
        unsafe pcap_set_immediate_mode(handle, 0)
        // Where this is refused, times have microseconds.
        unsafe pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO)
        let status = unsafe pcap_activate(handle)
        guard status >= 0 else { throw error(status) }
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard unsafe pcap_setnonblock(handle, 1, &message) == 0 else {
            throw .cannotCapture(device: device, reason: Self.text(message))
        }
        return status > 0 ? reason(status) : nil
    }

    /// libpcap numbers raw IP otherwise in memory (`DLT_RAW`, which differs by system) than in files.
    var linkType: LinkType {
        let number = unsafe pcap_datalink(handle)
        return number == DLT_RAW ? .raw : LinkType(rawValue: UInt32(clamping: number))
    }
    var snapLength: Int { Int(unsafe pcap_snapshot(handle)) }

    /// Compiles a filter and, on a device, hands it to the kernel.
    func filter(_ filter: LiveFilter, isOnlyChecked: Bool = false) throws(LiveCaptureError) {
        var program = unsafe bpf_program()
        guard unsafe pcap_compile(handle, &program, filter.text, 1, bpf_u_int32.max) == 0 else {
            throw .wrongFilter(text: filter.text, reason: unsafe String(cString: pcap_geterr(handle)))
        }
        defer { unsafe pcap_freecode(&program) }
        guard !isOnlyChecked else { return }
        guard unsafe pcap_setfilter(handle, &program) == 0 else {
            throw .cannotCapture(device: device, reason: unsafe String(cString: pcap_geterr(handle)))
        }
    }

    enum Next {
        case packet
        case nothing
        case failed(reason: String)
    }

    /// Lends the next packet that is there: its time, its length on the wire, its octets.
    func next(_ body: (Timestamp, Int, RawSpan) -> Void) -> Next {
        var header: UnsafeMutablePointer<pcap_pkthdr>?
        var data: UnsafePointer<UInt8>?
        let status = unsafe pcap_next_ex(handle, &header, &data)
        guard status == 1, let header = unsafe header?.pointee, let data = unsafe data else {
            return status >= 0 ? .nothing : .failed(reason: reason(status))
        }
        let isNano = unsafe pcap_get_tstamp_precision(handle) == PCAP_TSTAMP_PRECISION_NANO
        let fraction = Int64(header.ts.tv_usec) &* (isNano ? 1 : 1_000)
        let time = Timestamp(nanoseconds: Int64(header.ts.tv_sec) &* 1_000_000_000 &+ fraction)
        let octets = unsafe UnsafeRawBufferPointer(start: data, count: Int(header.caplen))
        unsafe body(time, Int(header.len), octets.bytes)
        return .packet
    }

    /// Waits until packets are there, or for so many milliseconds. Signals end the wait.
    func wait(milliseconds: Int32) {
        var polled = pollfd(fd: unsafe pcap_get_selectable_fd(handle), events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&polled, 1, milliseconds)
    }

    /// Packets that passed the filter, and packets that were lost since capturing began: by the kernel for want of room,
    /// and by the interface where it tells. They wrap at 32 bits.
    var statistics: (received: UInt32, dropped: UInt32, droppedByInterface: UInt32)? {
        var statistics = pcap_stat()
        guard unsafe pcap_stats(handle, &statistics) == 0 else { return nil }
        return (statistics.ps_recv, statistics.ps_drop, statistics.ps_ifdrop)
    }

    private func error(_ status: Int32) -> LiveCaptureError {
        let reason = reason(status)
        return switch status {
        case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED: .notPermitted(device: device, reason: reason)
        case PCAP_ERROR_NO_SUCH_DEVICE: .noSuchDevice(name: device, reason: reason)
        case PCAP_ERROR_IFACE_NOT_UP: .deviceDown(name: device, reason: reason)
        default: .cannotCapture(device: device, reason: reason)
        }
    }

    /// The handle's own message, which says more, else what the status means.
    private func reason(_ status: Int32) -> String {
        let own = unsafe String(cString: pcap_geterr(handle))
        return own.isEmpty ? unsafe String(cString: pcap_statustostr(status)) : own
    }

    private static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
