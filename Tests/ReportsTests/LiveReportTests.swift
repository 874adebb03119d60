import Capture
import Diagnosis
import Reports
import Testing

@Suite struct LiveReportTests {
    @Test func theStatusLine() {
        var status = StatusLine()
        status.seconds = 3_725
        status.packets = 12_345
        status.drops = 1
        status.open = 2
        status.finished = 7
        #expect(status.text("eth1") == "eth1 · 01:02:05 · 12,345 packets · 1 dropped · 2 open · 7 finished")
    }

    @Test func dropsSayWhatToRaise() {
        var summary = CaptureSummary(path: "eth1", format: .live)
        summary.droppedPackets = 12
        let capture = Report.AnalysedCapture(summary: summary, sessions: [])
        let text = TextFeed(options: TextOptions()).end(capture, summary: SummaryReport())
        #expect(text.contains("12 packets dropped by the kernel: raise --buffer"))
        #expect(text.contains("eth1 · live"))
        #expect(text.contains("No attempt to send mail was seen."))
    }

    @Test func interfacesAreATable() throws {
        let report = InterfaceReport([
            NetworkInterface(name: "eth0", state: .up, addresses: ["192.0.2.2", "2001:db8::2"], linkType: .ethernet),
            NetworkInterface(name: "lo", state: .up, isLoopback: true),
            NetworkInterface(name: "wlan10", description: "Wi\u{1B}[2Jreless", state: .noCarrier),
        ])
        #expect(
            report.text == """
                name    link type  state         addresses              description
                eth0    Ethernet   up            192.0.2.2 2001:db8::2
                lo      –          up, loopback  –
                wlan10  –          no carrier    –                      Wi\\x1b[2Jreless

                """)
        let json = try report.json()
        #expect(json.contains("\"link_type\" : \"EN10MB\""))
        #expect(json.contains("\"loopback\" : true"))
    }
}
