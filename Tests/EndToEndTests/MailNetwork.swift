import Foundation
import TestSupport

/// A network of its own: two namespaces and a pair of interfaces between them, a real Postfix at one end, swaks at the
/// other. Nothing of it touches the machine's own network.
final class MailNetwork {
    /// What the tests need is not on every machine: Debian's `iproute2`, `postfix` and `swaks`, and root.
    static let canRun =
        LiveProgram.path != nil && getuid() == 0
        && ["ip", "swaks", "postfix"].allSatisfy { Repository.program($0) != nil } && mayMakeNamespaces

    private static let mayMakeNamespaces: Bool = {
        let name = "pm-probe-\(getpid())"
        defer { _ = try? run(["ip", "netns", "del", name]) }
        return (try? run(["ip", "netns", "add", name])) == 0
    }()

    static let server = "10.77.31.2"
    static let interface = "pmc0"
    let client: String
    private let host: String
    private let folder: TemporaryFolder

    init() throws {
        client = "pm-client-\(getpid())"
        host = "pm-server-\(getpid())"
        folder = try TemporaryFolder()
        for name in [client, host] { try Self.succeed(["ip", "netns", "add", name]) }
        try Self.succeed([
            "ip", "link", "add", Self.interface, "netns", client, "type", "veth", "peer", "name", "pms0", "netns", host,
        ])
        for (name, link, address) in [(client, Self.interface, "10.77.31.1"), (host, "pms0", Self.server)] {
            try Self.succeed(["ip", "-n", name, "addr", "add", address + "/24", "dev", link])
            for link in [link, "lo"] { try Self.succeed(["ip", "-n", name, "link", "set", link, "up"]) }
        }
        try startPostfix()
    }

    deinit {
        _ = try? Self.run(["ip", "netns", "exec", host, "postfix", "-c", folder.file("conf"), "stop"])
        for name in [client, host] { _ = try? Self.run(["ip", "netns", "del", name]) }
    }

    /// Sends mail, or tries to, as the client; its success does not matter.
    func swaks(_ arguments: [String]) throws {
        _ = try Self.run(
            ["ip", "netns", "exec", client, "swaks", "--ehlo", "copier.example.org", "--timeout", "15"] + arguments)
    }

    // MARK: -

    private func startPostfix() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        for name in ["conf", "queue", "data"] {
            try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
        }
        try Self.succeed(["chown", "postfix", folder.file("data")])
        try folder.write(Array(mainSettings.utf8), "conf/main.cf")
        try folder.write(Array(Self.services.utf8), "conf/master.cf")
        try folder.write([], "conf/dynamicmaps.cf")
        _ = try Self.run(["ip", "netns", "exec", host, "postfix", "-c", folder.file("conf"), "start"])
        // Until it answers: a connection that says QUIT.
        for _ in 0..<100 {
            let probe = ["ip", "netns", "exec", client, "swaks", "--server", Self.server, "--quit-after", "BANNER"]
            if try Self.run(probe) == 0 { return }
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw CocoaError(.executableLoad)
    }

    private var mainSettings: String {
        """
        compatibility_level = 3.6
        queue_directory = \(folder.file("queue"))
        data_directory = \(folder.file("data"))
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        mail_owner = postfix
        setgid_group = postdrop
        maillog_file = \(folder.file("maillog"))
        maillog_file_prefixes = \(folder.path)
        inet_interfaces = \(Self.server)
        inet_protocols = ipv4
        myhostname = mail.example.net
        mydestination = example.net
        mynetworks = 127.0.0.0/8
        local_recipient_maps = inline:{ office=ok, boss=ok, grey=ok }
        local_transport = discard:
        default_transport = discard:
        alias_maps =
        smtpd_peername_lookup = no
        message_size_limit = 20000
        smtpd_recipient_restrictions = check_recipient_access inline:{ { grey@example.net = 450 4.2.0 Greylisted } }
        smtpd_relay_restrictions = reject_unauth_destination

        """
    }

    private static let services = """
        25        inet  n - n - - smtpd
        cleanup   unix  n - n - 0 cleanup
        qmgr      unix  n - n 300 1 qmgr
        rewrite   unix  - - n - - trivial-rewrite
        bounce    unix  - - n - 0 bounce
        defer     unix  - - n - 0 bounce
        trace     unix  - - n - 0 bounce
        verify    unix  - - n - 1 verify
        flush     unix  n - n 1000? 0 flush
        proxymap  unix  - - n - - proxymap
        error     unix  - - n - - error
        retry     unix  - - n - - error
        discard   unix  - - n - - discard
        anvil     unix  - - n - 1 anvil
        scache    unix  - - n - 1 scache
        postlog   unix-dgram n - n - 1 postlogd

        """

    private static func succeed(_ command: [String]) throws {
        guard try run(command) == 0 else { throw CocoaError(.executableRuntimeMismatch) }
    }

    @discardableResult
    private static func run(_ command: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Repository.program(command[0]) ?? "/nonexistent")
        process.arguments = Array(command.dropFirst())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
