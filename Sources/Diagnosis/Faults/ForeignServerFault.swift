import Knowledge
import SMTP
import Sessions
import Streams

/// What answered is no mail server.
struct ForeignServerFault: Fault {
    func examine(_ story: Story, _ knowledge: KnowledgeBase) -> Finding? {
        guard story.dialogue.serverIsNotSMTP, !story.progress.reached(.greeting) else { return nil }
        let words = story.dialogue.foreignGreeting.map { ": \(Quote.short($0))" } ?? ""
        let frame = story.connection?.server.firstData?.frame ?? story.session.first.frame
        let evidence = Evidence("the server's first octets are no SMTP reply\(words)", [frame])
        if let box = story.boxAnswersForServer {
            return Finding(
                "not-an-smtp-server", .failed, at: .greeting, .unknown, or: [.firewall, .isp, .deviceConfig], .likely,
                [evidence, Evidence(box, [frame])])
        }
        return Finding(
            "not-an-smtp-server", .failed, at: .greeting, .deviceConfig, or: [.dnsConfig], .likely, [evidence])
    }
}
