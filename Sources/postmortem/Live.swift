import ArgumentParser
import Capture
import Knowledge
import Packets
import Reports
import Sessions

/// `postmortem live`: verdicts as they happen.
struct Live: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "live",
        abstract: "Watch an interface and tell every attempt to send mail as it ends.",
        discussion: """
            A session is told within a second of its end. One that had no packet for --stall seconds is told as it \
            stands, marked “still open”, and once more when it ends. A look-up of a mail server that failed is told after 30 \
            seconds. SIGINT (Ctrl-C) or SIGTERM ends the watch: sessions still open are told, and what the kernel \
            dropped. A second one ends the program at once.

            The kernel lets through the SMTP ports and what explains them: DNS, ARP, ICMP, DHCP, IP fragments, with \
            and without VLAN tags; tunnels, MPLS and PPPoE as a whole. SMTP on other ports needs --port or --filter.

            Capturing needs permission: sudo setcap cap_net_raw,cap_net_admin=eip "$(which postmortem)", or sudo. \
            Started as root, the program gives up root as soon as the interface is open.

            Frames are numbered from 1 since the start, also where --write begins a new file.

            A key log named with --keylog is read on as it grows; it need not exist at the start.

            Exit status: 0 ended as asked; 1 the interface went away, or a file could not be written; 2 no such \
            interface; 64 wrong usage; 77 no permission to capture.
            """)

    @Option(
        name: [.customShort("i"), .long],
        help: ArgumentHelp(
            "The interface; any for all of them (Linux). See `postmortem interfaces`.", valueName: "name"))
    var interface: String

    @Option(help: ArgumentHelp("text and ndjson tell sessions as they end, json at the end.", valueName: "format"))
    var format: LiveFormat = .text

    @OptionGroup(title: "Report options") var report: ReportOptions

    @OptionGroup var reading: ReadingOptions

    @Option(
        help: ArgumentHelp(
            "A filter in the language of pcap-filter(7) instead of the standard one; an empty one takes every packet.",
            valueName: "expression"))
    var filter: String?

    @Option(name: [.customShort("B"), .long], help: ArgumentHelp("Size of the kernel's buffer.", valueName: "MB"))
    var buffer = 32

    @Option(name: [.customShort("s"), .long], help: ArgumentHelp("Octets kept of each frame.", valueName: "bytes"))
    var snapLength = 262_144

    @Flag(name: [.customShort("p"), .long], help: "Do not put the interface into promiscuous mode.")
    var noPromiscuous = false

    @Option(help: ArgumentHelp("Tell a session that had no packet for so long.", valueName: "seconds"))
    var stall = 60.0

    @Option(help: ArgumentHelp("Stop after this time.", valueName: "seconds"))
    var duration: Double?

    @Option(help: ArgumentHelp("Stop after so many packets (not sessions).", valueName: "packets"))
    var count: Int?

    @Option(
        help: ArgumentHelp(
            "Keep the packets in a ring of pcapng files: in this directory, or under this file's name with number and time.",
            valueName: "dir|file"))
    var write: String?

    @Option(help: ArgumentHelp("Size of all files of the ring together.", valueName: "MB"))
    var ringSize = 1_024

    @Option(help: ArgumentHelp("Files of the ring.", valueName: "n"))
    var ringFiles = 10

    @Option(
        help: ArgumentHelp(
            "Whom to go on as when started as root; root stays root. Default: who called sudo, else nobody.",
            valueName: "name"))
    var user: String?

    func validate() throws {
        if interface.isEmpty { throw ValidationError("An interface has a name: see `postmortem interfaces`.") }
        guard (1...2_047).contains(buffer) else { throw ValidationError("--buffer is from 1 to 2047 MB.") }
        guard (64...262_144).contains(snapLength) else { throw ValidationError("--snap-length is from 64 to 262144.") }
        guard stall >= 1, stall.isFinite else { throw ValidationError("--stall is at least 1 second.") }
        if let duration, !(duration > 0 && duration < 1e9) { throw ValidationError("--duration is above 0 seconds.") }
        if let count, count < 1 { throw ValidationError("--count is at least 1.") }
        guard (1...1_048_576).contains(ringSize) else { throw ValidationError("--ring-size is from 1 MB to 1 TB.") }
        guard (1...10_000).contains(ringFiles) else { throw ValidationError("--ring-files is from 1 to 10000.") }
        if let filter { try Self.check(filter) }
    }

    /// A filter that fits no usual link type is wrong, whatever the interface.
    private static func check(_ filter: String) throws {
        let usual: [LinkType] = [.ethernet, .linuxCooked2, .raw, LinkType(rawValue: 127)]
        var reason: LiveCaptureError?
        for linkType in usual {
            do throws(LiveCaptureError) {
                try LiveFilter(filter).check(linkType: linkType)
                return
            } catch {
                reason = reason ?? error
            }
        }
        if let reason { throw ValidationError("\(reason)") }
    }

    func run() throws {
        let base = try reading.knowledge.load()
        let trust = try reading.trust.load()
        let target = try Output.open(report.output)
        let heir = try Self.telling(ExitStatus.wrongUsage) { () throws(Privileges.Failure) in
            try Privileges.target(user)
        }
        let ring = write.map(RingFolder.init)
        if let problem = ring?.prepare(for: heir) { throw Self.failure(problem) }
        let capture = try open()
        if let heir {
            try Self.telling(ExitStatus.notPermitted) { () throws(Privileges.Failure) in try heir.drop() }
        }
        if let ring, !ring.isWritable() {
            let who = heir.map { "the user \($0.user) may" } ?? "you may"
            let advice = heir == nil ? "" : "; see --user, or name a directory that does not exist yet"
            throw Self.failure("\(who) not write to \(ring.folder)\(advice)")
        }
        var files: CaptureRing?
        if let ring {
            var options = CaptureRing.Options()
            options.size = ringSize << 20
            options.files = ringFiles
            files = CaptureRing(folder: ring.folder, stem: ring.stem, source: source(capture), options: options)
        }
        let feed = LiveFeed(format: format, options: report, knowledge: base, trust: trust, target: target)
        let run = LiveRun(capture: capture, ring: files, feed: feed, options: try runOptions(base.isMailHostName))
        try run.run()
    }

    private func open() throws -> LiveCapture {
        var options = LiveCapture.Options()
        options.snapLength = snapLength
        options.bufferSize = buffer << 20
        options.isPromiscuous = !noPromiscuous && interface != "any"
        let ports = MailPorts.standard + reading.port
        do throws(LiveCaptureError) {
            return try LiveCapture(name: interface, options: options) { linkType in
                filter.map { LiveFilter($0) } ?? LiveFilter(ports: ports, hasTags: linkType == .ethernet)
            }
        } catch {
            throw LiveRefusal(error, interface: interface).told()
        }
    }

    private func source(_ capture: borrowing LiveCapture) -> CaptureRing.Source {
        CaptureRing.Source(
            interface: capture.name, linkType: capture.linkType, snapLength: capture.snapLength,
            application: "postmortem \(Postmortem.version)", filter: filter ?? "")
    }

    private func runOptions(_ isMailHostName: @escaping (String) -> Bool) throws -> LiveRun.Options {
        var options = LiveRun.Options()
        options.stallSeconds = stall
        options.duration = duration
        options.packets = count
        options.showsStatus = report.showsProgress
        options.assembler.mailPorts += reading.port.filter { !MailPorts.standard.contains($0) }
        let (keys, tails) = try reading.keys.follow()
        options.assembler.keys = keys
        options.keyLogs = tails
        options.assembler.isMailHostName = isMailHostName
        return options
    }

    private static func failure(_ message: String, _ status: Int32 = ExitStatus.wrongUsage) -> ExitCode {
        Output.complain(message)
        return ExitCode(status)
    }

    private static func telling<Value, Failure: Error>(
        _ status: Int32, _ body: () throws(Failure) -> Value
    ) throws -> Value {
        do throws(Failure) { return try body() } catch { throw failure("\(error)", status) }
    }
}
