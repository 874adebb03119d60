import ArgumentParser
import Capture
import Diagnosis
import Reports
import Sessions
import TLS

/// `postmortem extract`: the packets of one session as evidence.
struct Extract: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Write the packets of one session into a pcapng file, with the verdict as comments.",
        discussion: """
            The file holds every packet of the session's connection, retransmissions and a mirror's copies included, \
            the look-up of the server's name, ARP for the next hop and ICMP errors about it. The frames that decide \
            carry packet comments, with the frame numbers of the capture; the verdict is the section's comment.

            Credentials and the content of messages are masked with x, in every copy of their octets; lengths, line \
            ends and checksums are kept. Host names, IP addresses and mail addresses stay. What is inside TLS stays as \
            it is; keys that the capture holds are left out. With --unredacted the file holds the packets as captured, \
            credentials included.

            With --keylog, --server-key or keys in the capture the verdict rests on what is inside TLS; the file's \
            packets stay encrypted. --with-keys adds the keys of this one session, and of no other, so that \
            Wireshark opens it: whoever has the file then reads the login and the message. It asks for --unredacted, \
            because nothing inside TLS can be masked.

            Exit status: 0 written; 1 the capture could be read only in part, or the file not be written to its end; \
            2 nothing could be read; 64 wrong usage, also where there is no such session or the file exists.
            """)

    @Argument(
        help: ArgumentHelp("Capture files, or directories; they are read twice, so no pipe.", valueName: "capture"))
    var captures: [String]

    @Option(help: ArgumentHelp("The session, by its number in the report of the same captures.", valueName: "n"))
    var session: Int

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("The pcapng file to write, readable by you alone; - is standard output.", valueName: "file"))
    var output: String

    @Flag(help: "Keep the content of messages; credentials stay masked.")
    var withBodies = false

    @Flag(help: "Mask nothing: the packets as captured, credentials included.")
    var unredacted = false

    @Flag(help: "Add the TLS keys of this session, so that its content can be read; needs --unredacted.")
    var withKeys = false

    @Flag(help: "Replace the file where it exists.")
    var overwrite = false

    @OptionGroup var reading: ReadingOptions

    @Flag(help: "No progress, no summary.")
    var quiet = false

    func validate() throws {
        if withKeys, !unredacted {
            throw ValidationError("--with-keys discloses credentials and content under TLS: it needs --unredacted.")
        }
        if withBodies, unredacted { throw ValidationError("--with-bodies masks credentials, --unredacted does not.") }
    }

    func run() throws {
        let inputs = InputList.captures(captures)
        try check(inputs)
        let base = try reading.knowledge.load()
        let trust = try reading.trust.load()
        var reader = CaptureReader(
            knowledge: base, trust: trust, ports: reading.port,
            showsProgress: !quiet && Terminal.standardError.isTerminal,
            isForEvidence: true)
        reader.keys = try reading.keys.load()
        let read = reader.read(inputs, keepsContents: true)
        for failure in read.failures { Output.complain("\(failure)") }
        guard !read.set.captures.isEmpty else {
            if read.failures.isEmpty { Output.complain("no capture in \(captures.joined(separator: ", "))") }
            throw ExitCode(ExitStatus.nothingRead)
        }
        let report = Report(version: Postmortem.version, sets: [read.set])
        guard let entry = report.entries.first(where: { $0.id == session }) else {
            let count = Phrases.count(report.entries.count, "session")
            Output.complain("there is no session \(session): \(captures.joined(separator: ", ")) has \(count)")
            throw ExitCode(ExitStatus.wrongUsage)
        }
        try write(entry, of: report, inputs, read.contents, try keys(of: entry, reader.keys))
        let isPartial = !read.failures.isEmpty || read.set.captures.contains { $0.summary.isPartial }
        if isPartial { throw ExitCode(ExitStatus.readInPart) }
    }

    /// The lines of a key log that open this session.
    private func keys(of entry: Report.Entry, _ keys: TLSKeys) throws -> String {
        guard withKeys else { return "" }
        let random = entry.diagnosed.session.tls?.clientHello?.random ?? []
        let lines = keys.log.lines(of: random)
        guard !lines.isEmpty else {
            Output.complain("there are no keys of session \(session)")
            throw ExitCode(ExitStatus.wrongUsage)
        }
        return lines
    }

    private func check(_ inputs: [CaptureInput]) throws {
        let target = FileStatus(path: output)?.identity
        for input in inputs {
            let status = FileStatus(path: input.path)
            guard input.path != "-", status?.isRegular != false else {
                Output.complain(
                    "extract reads its captures twice: save \(input.path) into a file, a pipe has one reading")
                throw ExitCode(ExitStatus.wrongUsage)
            }
            if let target, status?.identity == target {
                Output.complain("\(output) is the capture itself")
                throw ExitCode(ExitStatus.wrongUsage)
            }
        }
    }

    private func write(
        _ entry: Report.Entry, of report: Report, _ inputs: [CaptureInput], _ contents: [Int: CaptureContents],
        _ keys: String
    ) throws {
        let privacy: EvidenceFile.Privacy = unredacted ? .unredacted : withBodies ? .withBodies : .masked
        let evidence = EvidenceFile(entry, of: report, inputs: inputs, contents: contents, privacy: privacy, keys: keys)
        var target: PcapngWriter
        do throws(CaptureError) {
            target = try PcapngWriter(path: output, options: PcapngWriter.Options(overwrites: overwrite))
        } catch {
            Output.complain(error == .exists(name: output) ? "\(error); --overwrite replaces it" : "\(error)")
            throw ExitCode(ExitStatus.wrongUsage)
        }
        do throws(CaptureError) {
            let written = try evidence.write(into: &target)
            guard !quiet else { return }
            let packets = "\(Phrases.number(written.packets)) of \(Phrases.count(written.sourcePackets, "packet"))"
            let verdict = entry.diagnosed.verdict
            Output.complain("\(output): \(packets), \(verdict.cause). \(privacy.note)")
        } catch {
            Output.complain("\(error)")
            throw ExitCode(ExitStatus.readInPart)
        }
    }
}
