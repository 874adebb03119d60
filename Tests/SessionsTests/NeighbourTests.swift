import Packets
import Sessions
import Streams
import TestSupport
import Testing

@Suite struct NeighbourTests {
    private func request(_ sender: FrameBuilder.Address = clientAddress, at seconds: Double) -> TestFrame {
        TestFrame(FrameBuilder().ethernet(to: .broadcast).arp(.request, sender: sender, target: "192.168.10.1").bytes)
            .at(seconds)
    }

    @Test func aGatewayThatNobodyIs() {
        let sessions = Assembly([request(at: 0), request(at: 1), request(at: 2)]).sessions
        #expect(sessions.count == 1)
        #expect(sessions.first?.neighbour?.requests == 3)
        #expect(sessions.first?.neighbour?.target.description == "192.168.10.1")
        #expect(sessions.first?.client.address.description == "192.168.10.50")
        #expect(sessions.first?.connection == nil)
        #expect(sessions.first?.last.frame == 3)
    }

    @Test func anAnswerSettlesIt() {
        let reply = TestFrame(
            FrameBuilder().ethernet(from: .gateway, to: .client)
                .arp(.reply, sender: "192.168.10.1", at: .gateway, target: clientAddress, at: .client).bytes
        ).at(1.5)
        #expect(Assembly([request(at: 0), request(at: 1), reply]).sessions.isEmpty)
    }

    @Test func onceIsNothing() {
        #expect(Assembly([request(at: 0)]).sessions.isEmpty)
        #expect(Assembly([request(at: 0), request(at: 0.01)]).sessions.isEmpty, "a copy of the mirror")
    }

    @Test func whereThereIsMailItIsEveryday() throws {
        let mail = try TranscriptCapture().frames("S: 220 mx\nC: QUIT")
        let sessions = Assembly([request(at: 0), request(at: 1)] + mail).sessions
        #expect(sessions.count == 1)
        #expect(sessions.first?.neighbour == nil)
    }

    /// A host that takes an address asks first whether it is free (RFC 5227 §2.1.1).
    @Test func aProbeHopesForSilence() {
        #expect(Assembly([0, 1, 2].map { request("0.0.0.0", at: $0) }).sessions.isEmpty)
    }

    @Test func anAnnouncementAsksNobody() {
        let announcement = FrameBuilder().ethernet(to: .broadcast)
            .arp(.request, sender: clientAddress, target: clientAddress).bytes
        #expect(Assembly([0, 1, 2].map { TestFrame(announcement).at($0) }).sessions.isEmpty)
    }
}
