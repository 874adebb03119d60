import CLibpcap

extension LinkType {
    /// libpcap's own name, for the types that our table does not list. `unsafe` because libpcap answers with a C string;
    /// it is a constant of the library and is copied at once.
    var nameInLibpcap: String? {
        guard let value = Int32(exactly: rawValue), let name = unsafe pcap_datalink_val_to_name(value) else {
            return nil
        }
        return unsafe String(cString: name)
    }
}
