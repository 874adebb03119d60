import Capture
import Reports
import Sessions
import Streams
import TestSupport
import Testing

@Suite("conn_state, as Zeek gives it")
struct ConnectionStateTests {
    @Test(
        "what the ends did",
        arguments: [
            ("syn", "S0"),
            ("syn\nsyn", "S0"),
            ("syn\nsyn-ack", "S1"),
            ("C: EHLO copier", "S1"),
            ("C: EHLO copier\nclose from client", "SF"),
            ("C: EHLO copier\nclose from client\nrst from client", "SF"),
            ("syn\nrst from server", "REJ"),
            ("C: EHLO copier\nfin from client", "S2"),
            ("C: EHLO copier\nfin from server", "S3"),
            ("C: EHLO copier\nrst from client", "RSTO"),
            ("C: EHLO copier\nrst from server", "RSTR"),
            ("C: EHLO copier\nfin from server\nrst from client", "RSTO"),
            ("syn\nrst from client", "RSTOS0"),
            ("midstream\nC: EHLO copier", "OTH"),
        ])
    func states(script: String, state: String) throws {
        let facts = try #require(try connection(TranscriptCapture().frames(script)))
        #expect(ConnectionState.of(facts) == state, "history \(facts.history)")
    }

    @Test("the client's side was not captured")
    func serverOnly() throws {
        let frames = try TranscriptCapture().frames("syn\nsyn-ack\nrst from server")
        let facts = try #require(connection(frames.dropping(1)))
        #expect(ConnectionState.of(facts) == "RSTRH", "history \(facts.history)")
    }

    private func connection(_ frames: [TestFrame]) -> ConnectionFacts? {
        let assembler = SessionAssembler()
        for (index, frame) in frames.enumerated() {
            assembler.process(frame.described(number: index + 1), frame.bytes.span.bytes)
        }
        return assembler.finish().first?.connection
    }
}
