import Knowledge
import Packets
import SMTP
import Sessions
import Streams

/// Which device this is: how it calls itself, and who made it.
package struct ClientIdentity: Sendable {
    package enum NameSource: String, Sendable { case ehlo, dhcp }
    /// What the maker was told by: the X-Mailer field of its own message, its hardware address, its DHCP vendor class,
    /// or a host name that only devices of this maker have from the factory.
    package enum VendorSource: String, Sendable { case mailer, mac, dhcp, ehlo }

    package var name: String?
    package var nameSource: NameSource?
    package var vendor: String?
    package var vendorSource: VendorSource?
    /// What shows the maker, with frames.
    package var evidence: Evidence?
    /// The frames' hardware address is this client's own, not a router's.
    package var ownsHardware: Bool

    init(_ session: Session, knowledge: KnowledgeBase) {
        ownsHardware = Self.ownsHardware(session) ?? false
        name = session.dialogue.clientName ?? session.host?.name
        if name != nil { nameSource = session.dialogue.clientName == nil ? .dhcp : .ehlo }
        let found =
            Self.byMailer(session, knowledge) ?? Self.byTable(session, knowledge) ?? Self.byDHCP(session, knowledge)
            ?? Self.byName(session, knowledge) ?? Self.byRegistry(session, knowledge)
        vendor = found?.vendor
        vendorSource = found?.source
        evidence = found?.evidence
    }

    private typealias Found = (vendor: String, source: VendorSource, evidence: Evidence)

    /// Initial times to live that systems use (64 and 255: RFC 1340 and most since; 128: Windows): the packet has
    /// crossed no router.
    private static let initialTimes: Set<UInt8> = [64, 128, 255]

    /// nil where the capture does not tell.
    static func ownsHardware(_ session: Session) -> Bool? {
        if let time = session.connection?.client.ttlFirst { return initialTimes.contains(time) }
        return session.clientMACOwner.map { $0 == session.client.address }
    }

    /// A message that passed through others tells of its author, not of this client.
    private static func byMailer(_ session: Session, _ knowledge: KnowledgeBase) -> Found? {
        for transaction in session.dialogue.transactions {
            guard let message = transaction.message, !message.isRelayed, let mailer = message.mailer,
                let maker = knowledge.maker(namedIn: mailer)
            else { continue }
            return (
                maker.name, .mailer,
                Evidence("its message says X-Mailer: \(Quote.short(mailer))", [message.first.frame])
            )
        }
        return nil
    }

    /// A maker of such devices makes no routers: its address is a device's own unless the packets show a router.
    private static func byTable(_ session: Session, _ knowledge: KnowledgeBase) -> Found? {
        for address in [session.host?.hardware, ownsHardware(session) == false ? nil : session.clientMAC] {
            guard let address, let maker = knowledge.maker(ofHardware: address.value) else { continue }
            return (
                maker.name, .mac, Evidence("its hardware address \(address) is \(maker.name)'s", [session.first.frame])
            )
        }
        return nil
    }

    private static func byDHCP(_ session: Session, _ knowledge: KnowledgeBase) -> Found? {
        guard let host = session.host, let words = host.vendorClass, let maker = knowledge.maker(namedIn: words) else {
            return nil
        }
        return (maker.name, .dhcp, Evidence("its DHCP vendor class is \(Quote.short(words))", [host.frame]))
    }

    private static func byName(_ session: Session, _ knowledge: KnowledgeBase) -> Found? {
        if let name = session.dialogue.clientName, let maker = knowledge.maker(ofHost: name) {
            let command = session.dialogue.exchanges.first { [.ehlo, .helo, .lhlo].contains($0.verb) }?.command
            let frame = command?.first.frame ?? session.first.frame
            return (maker.name, .ehlo, Evidence("\(name) is a name of \(maker.name)'s from the factory", [frame]))
        }
        if let host = session.host, let name = host.name, let maker = knowledge.maker(ofHost: name) {
            return (maker.name, .dhcp, Evidence("\(name) is a name of \(maker.name)'s from the factory", [host.frame]))
        }
        return nil
    }

    /// The list of all assignments knows makers of routers, too: here the address must be shown to be the client's own.
    private static func byRegistry(_ session: Session, _ knowledge: KnowledgeBase) -> Found? {
        let own = session.host?.hardware ?? (ownsHardware(session) == true ? session.clientMAC : nil)
        guard let own, let owner = knowledge.registeredOwner(ofHardware: own.value) else { return nil }
        let vendor = knowledge.maker(namedIn: owner)?.name ?? owner
        return (vendor, .mac, Evidence("its hardware address \(own) was assigned to \(owner)", [session.first.frame]))
    }
}
