import ArgumentParser
import Capture
import Reports

/// `postmortem interfaces`: what `live` can capture.
struct Interfaces: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interfaces",
        abstract: "List the interfaces that can be captured.",
        discussion: "Link types are known only to who may capture; – stands for the others.")

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    @Option(help: "How to list them.")
    var format: Format = .text

    func run() throws {
        let interfaces: [NetworkInterface]
        do throws(LiveCaptureError) {
            interfaces = try InterfaceList.allWithLinkTypes()
        } catch {
            Output.complain("\(error)")
            throw ExitCode(ExitStatus.nothingRead)
        }
        let report = InterfaceReport(interfaces)
        let target = try Output.open(nil)
        target.write(format == .json ? try report.json() : report.text)
        try target.close()
    }
}
