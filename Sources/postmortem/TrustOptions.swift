import ArgumentParser
import Reports
import TLS

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `--ca-file`: whose signature on a certificate counts.
struct TrustOptions: ParsableArguments {
    @Option(
        name: .customLong("ca-file"),
        help: ArgumentHelp(
            "Certificates (PEM or DER) of authorities to trust besides the system's. Repeatable.", valueName: "file"))
    var files: [String] = []

    /// Larger files are no list of authorities: the system's own has a few hundred kilobytes.
    private static let largest = 16 << 20

    /// The system's authorities and the files'. A file without a certificate is told, and ends the program.
    func load() throws -> TrustStore {
        var given: [[UInt8]] = []
        for file in files {
            guard let content = FileManager.default.contents(atPath: file), content.count <= Self.largest else {
                throw Self.failure("\(file): cannot be read")
            }
            let authorities = TrustStore.authorities([UInt8](content))
            guard !authorities.isEmpty else { throw Self.failure("\(file): no certificate in it") }
            given += authorities
        }
        return TrustStore(given: given)
    }

    private static func failure(_ message: String) -> ExitCode {
        Output.complain(message)
        return ExitCode(ExitStatus.wrongUsage)
    }
}
