import Capture
import Foundation
import TestSupport
import Testing

/// The live port with real packets, on the loopback interface only. One after the other: they share one TCP
/// port.
@Suite(.serialized, .enabled(if: LiveProgram.canCapture, "needs root and python3"))
struct LiveTests {
    private let port = "\(LiveProgram.port)"
    private let filter = "tcp port \(LiveProgram.port)"

    private static func sessions(_ ndjson: String) throws -> [[String: Any]] {
        try ndjson.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    private static func cause(_ session: [String: Any]) -> String? {
        (session["verdict"] as? [String: Any])?["cause"] as? String
    }

    @Test func aSessionIsToldWhileTheWatchGoesOn() throws {
        let program = try LiveProgram(["live", "-i", "lo", "--format", "ndjson", "--filter", filter, "--port", port])
        try program.waitUntilWatching()
        try LiveProgram.sendMail()
        program.waitUntilTold()
        program.signal(SIGKILL)
        let sessions = try Self.sessions(program.finish().output)
        #expect(sessions.map(Self.cause) == ["recipient-unknown"])
        #expect(sessions.first?["still_open"] == nil)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalEndsInGoodOrder(_ signal: Int32) throws {
        let program = try LiveProgram(["live", "-i", "lo", "--format", "json", "--port", port])
        try program.waitUntilWatching()
        let mail = try LiveProgram.startMail(hang: 50)
        // Started from a test it may have SIGTERM blocked.
        defer { kill(mail.processIdentifier, SIGKILL) }
        Thread.sleep(forTimeInterval: 1)
        program.signal(signal)
        let result = program.finish()
        #expect(result.status == 0)
        let report = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let sessions = try #require(report["sessions"] as? [[String: Any]])
        let session = try #require(
            sessions.first { ($0["server"] as? [String: Any])?["port"] as? Int == Int(LiveProgram.port) })
        #expect(session["still_open"] as? Bool == true)
        let verdict = session["verdict"] as? [String: Any]
        #expect(verdict?["outcome"] as? String == "unknown")
        #expect(verdict?["stopped_at"] as? String == "mail")
    }

    @Test func aStalledSessionKeepsItsNumber() throws {
        let program = try LiveProgram([
            "live", "-i", "lo", "--format", "ndjson", "--stall", "1", "--filter", filter, "--port", port, "--duration",
            "6",
        ])
        try program.waitUntilWatching()
        try LiveProgram.sendMail(hang: 3)
        let sessions = try Self.sessions(program.finish().output)
        #expect(sessions.map { $0["still_open"] as? Bool } == [true, nil])
        #expect(Set(sessions.compactMap { $0["id"] as? Int }).count == 1)
        #expect(Set(sessions.compactMap { $0["uid"] as? String }).count == 1)
        #expect(sessions.last.flatMap(Self.cause) == "recipient-unknown")
    }

    @Test func whatWasKeptGivesTheSameVerdict() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ring-" + UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let program = try LiveProgram(["live", "-i", "lo", "--format", "ndjson", "--write", folder, "--port", port])
        try program.waitUntilWatching()
        try LiveProgram.sendMail()
        program.signal(SIGINT)
        let live = try Self.sessions(program.finish().output)
        let names = Repository.names(in: folder)
        #expect(names.count == 1)
        let read = try LiveProgram.run(["--format", "ndjson", "--port", port, folder + "/" + (names.first ?? "")])
        #expect(read.status == 0)
        #expect(try Self.sessions(read.output).map(Self.cause) == live.map(Self.cause))
        #expect(live.map(Self.cause).contains("recipient-unknown"))
        if Wireshark.isInstalled {
            let info = try Wireshark.run("capinfos", ["-c", "-M", folder + "/" + (names.first ?? "")])
            #expect(info.error == "")
            #expect(info.output.contains("Number of packets:"))
        }
    }

    @Test func rootIsGivenUp() throws {
        let program = try LiveProgram(["live", "-i", "lo"])
        try program.waitUntilWatching()
        let status = try String(contentsOfFile: "/proc/\(program.process.processIdentifier)/status", encoding: .utf8)
        program.signal(SIGTERM)
        #expect(program.finish().status == 0)
        let lines = status.split(separator: "\n")
        for field in ["Uid:", "Gid:"] {
            let ids = lines.first { $0.hasPrefix(field) }?.split(separator: "\t").dropFirst()
            #expect(ids?.count == 4 && ids?.contains("0") == false)
        }
        #expect(lines.contains { $0.hasPrefix("CapEff:") && $0.hasSuffix("\t0000000000000000") })
    }

    @Test func itStopsByItself() throws {
        let begun = Date()
        #expect(try LiveProgram.run(["live", "-i", "lo", "--duration", "1"]).status == 0)
        #expect(Date().timeIntervalSince(begun) < 5)
    }

    @Test func anUnknownInterfaceIsToldWithThoseThereAre() throws {
        let result = try LiveProgram.run(["live", "-i", "nope0"])
        #expect(result.status == 2)
        #expect(result.error.contains("no interface nope0. There are: ") && result.error.contains("lo"))
    }

    @Test func interfacesAreListed() throws {
        let result = try LiveProgram.run(["interfaces", "--format", "json"])
        #expect(result.status == 0)
        let list = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
        let loopback = try #require(list.first { $0["name"] as? String == "lo" })
        #expect(loopback["link_type"] as? String == "EN10MB")
        #expect((loopback["addresses"] as? [String])?.contains("127.0.0.1") == true)
    }
}

/// What needs no permission.
@Suite(.enabled(if: LiveProgram.path != nil, "the program was not built"))
struct LiveUsageTests {
    @Test(arguments: [
        ["live"], ["live", "-i", "lo", "--count", "0"], ["live", "-i", "lo", "--filter", "tcp prt 25"],
        ["live", "-i", "lo", "--buffer", "0"], ["live", "-i", "lo", "--duration", "0"],
        ["live", "-i", "lo", "--port", "0"], ["live", "-i", "lo", "--format", "markdown"],
        ["live", "-i", "lo", "--ring-files", "0"], ["live", "-i", "lo", "--client", "copier"],
    ])
    func wrongUsageIsRefused(_ arguments: [String]) throws {
        #expect(try LiveProgram.run(arguments).status == 64)
    }

    @Test(.enabled(if: getuid() == 0 && Repository.program("setpriv") != nil, "needs root and setpriv"))
    func withoutPermissionItSaysHow() throws {
        let process = Process()
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent("postmortem-" + UUID().uuidString).path
        try FileManager.default.copyItem(atPath: LiveProgram.path ?? "", toPath: copy)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let error = Pipe()
        process.executableURL = URL(fileURLWithPath: Repository.program("setpriv") ?? "")
        process.arguments = ["--reuid=65534", "--clear-groups", copy, "live", "-i", "lo"]
        process.standardError = error
        try process.run()
        let text = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 77)
        #expect(text.contains("sudo setcap cap_net_raw,cap_net_admin=eip \"$(which postmortem)\""))
    }
}
