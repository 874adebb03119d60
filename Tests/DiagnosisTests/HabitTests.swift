import Capture
import Diagnosis
import Knowledge
import TestSupport
import Testing

/// How a device behaves, and who made it.
@Suite struct HabitTests {
    private func story(_ script: String, port: UInt16 = 25) throws -> DeviceStory {
        var history = History()
        try history.add(script, port: port)
        return try history.story()
    }

    @Test func heloOnly() throws {
        let habit = try #require(
            try story(Script.greeting + "C: HELO copier\nS: 250 mail.example.net\n" + Script.quit).habit("helo-only"))
        #expect(habit.signs.first?.frames == [6])
        #expect(try story(Script.ehlo + Script.quit).habit("helo-only") == nil)
    }

    @Test func talksBeforeTheGreeting() throws {
        let early = "C: EHLO copier\n\n" + Script.greeting + "S: 250 mail.example.net\n" + Script.quit
        #expect(try story(early).habit("talks-before-greeting")?.signs.first?.frames == [4])
    }

    @Test func neverUsesSTARTTLS() throws {
        let mail =
            Script.submission + "C: MAIL FROM:<scan@example.org>\nS: 530 5.7.0 Must issue a STARTTLS command first\n"
        #expect(try story(mail + Script.quit, port: 587).habit("starttls-never-used") != nil)
        #expect(
            try story(Script.submission + Script.quit, port: 587).habit("starttls-never-used") == nil, "it left before")
        #expect(try story(Script.starttls + Script.clientHello(), port: 587).habit("starttls-never-used") == nil)
    }

    @Test(arguments: [(0x0301 as UInt16, "TLS 1.0", true), (0x0303, "TLS 1.2", false)])
    func highestTLSVersion(_ version: UInt16, _ name: String, _ isNotable: Bool) throws {
        let habit = try #require(
            try story(Script.starttls + Script.clientHello(version), port: 587).habit("tls-ceiling"))
        #expect(habit.text.contains("\(name) at most"))
        #expect((habit.meaning != nil) == isNotable)
    }

    @Test func goesOnAfterARefusal() throws {
        let refused = Script.ehlo + "C: MAIL FROM:<scan@example.org>\nS: 550 5.7.1 no\n"
        let habit = try story(refused + "C: RCPT TO:<office@example.net>\nS: 503 5.5.1 no\n" + Script.quit)
            .habit("goes-on-after-refusal")
        #expect(habit != nil)
        #expect(try story(refused + Script.quit).habit("goes-on-after-refusal") == nil)
    }

    @Test func givesUpOnlyWhereItWasWatched() throws {
        var history = History()
        try history.add(PatternTests.later)
        #expect(try history.story().habit("gives-up-after-temporary-refusal") == nil)
        // Something else, much later: the capture went on.
        try history.add(PatternTests.delivery, after: 3_000) {
            $0.client.address = "192.168.10.99"
            $0.client.hardware = "00:01:02:03:04:05"
        }
        let story = try #require(try history.stories().first)
        #expect(
            story.habit("gives-up-after-temporary-refusal")?.text.contains("did not try again in the 50 min") == true)
    }

    // MARK: - Makers

    private func identity(_ script: String, change: (inout TranscriptCapture) -> Void = { _ in }) throws
        -> ClientIdentity
    {
        var history = History()
        try history.add(script, change: change)
        return try history.story().identity
    }

    @Test func byItsHardwareAddress() throws {
        let identity = try identity(Script.ehlo + Script.quit) { $0.client.hardware = "00:26:73:01:02:03" }
        #expect(identity.vendor == "Ricoh" && identity.vendorSource == .mac)
        #expect(identity.name == "copier.example.org" && identity.nameSource == .ehlo)
    }

    /// Beyond a router the address is the router's, whoever made it.
    @Test func notByARoutersAddress() throws {
        let identity = try identity(Script.ehlo + Script.quit) {
            $0.client.hardware = "00:26:73:01:02:03"
            $0.client.ttl = 63
        }
        #expect(identity.vendor == nil)
    }

    @Test func byItsFactoryName() throws {
        let identity = try identity(Script.ehlo.replacing("copier.example.org", with: "BRN30055C112233") + Script.quit)
        #expect(identity.vendor == "Brother" && identity.vendorSource == .ehlo)
    }

    @Test func byItsMailer() throws {
        func message(_ header: String) -> String {
            Script.data + "C: \(header)\nC: X-Mailer: Canon MFP\nC: \nC: text\nC: .\nS: 250 2.0.0 Ok\n" + Script.quit
        }
        let identity = try identity(message("Subject: scan"))
        #expect(identity.vendor == "Canon" && identity.vendorSource == .mailer)
        #expect(try self.identity(message("Received: from copier by relay")).vendor == nil, "a relay passes it on")
    }

    @Test func byDHCP() throws {
        var history = History()
        let hardware: FrameBuilder.HardwareAddress = "02:00:00:00:00:09"
        try history.add(Script.greeting + "close from client") { $0.client.hardware = hardware }
        history.add(DHCPFrame.request(hardware: hardware, address: [192, 168, 10, 50], name: "XRX9C934E112233"))
        let identity = try history.story().identity
        #expect(identity.vendor == "Xerox" && identity.vendorSource == .dhcp)
        #expect(identity.name == "XRX9C934E112233" && identity.nameSource == .dhcp)
    }
}
