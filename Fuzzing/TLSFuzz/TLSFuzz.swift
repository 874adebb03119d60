import Bytes
import TLS

/// Feeds libFuzzer's inputs to what reads TLS: records, handshake messages, keys and certificates.
///
/// An input is a list of steps, each an octet that says what, a length (2) and so many octets:
///
///     0 key log   1 client   2 server   3 client's octets lost   4 server's   5 server key (PEM)   6 a certificate (DER)
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    guard let bytes else { return 0 }
    FuzzInput.run(Array(UnsafeBufferPointer(start: bytes, count: size)))
    return 0
}

/// SwiftPM starts the program here.
@_cdecl("TLSFuzz_main")
public func main(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    var count = count
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = arguments
    return runDriver(&count, &arguments) { testOneInput($0, $1) }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
