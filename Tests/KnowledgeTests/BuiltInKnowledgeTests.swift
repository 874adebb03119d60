import Knowledge
import Testing

/// The rule files that come with the program.
@Suite struct BuiltInKnowledgeTests {
    let base: KnowledgeBase

    init() throws { base = try KnowledgeBase.checkedBuiltIn() }

    /// Every cause of the contract, by stage.
    static let contractCauses = """
        dns-nxdomain dns-servfail dns-refused dns-no-address dns-server-silent dns-wrong-address firewall-drops-dns
        gateway-arp-unanswered
        syn-unanswered synack-unanswered connection-refused wrong-port firewall-drops-port firewall-rejects-port
        firewall-drops-return-traffic host-unreachable routing-loop isp-drops-port isp-rejects-port
        tcp-connect-test-only
        no-greeting closed-before-greeting reset-before-greeting refused-at-greeting server-busy-at-greeting
        too-many-connections not-an-smtp-server greeting-of-another-server transparent-redirect
        firewall-answers-itself plaintext-on-implicit-tls-port talks-before-greeting client-timeout-too-short
        banner-test-only
        invalid-ehlo-name no-ehlo unknown-command esmtp-inspection server-closed-without-reply ehlo-test-only
        starttls-not-offered starttls-stripped starttls-not-used tls-temporarily-unavailable
        client-side-does-not-start-tls client-side-sends-xxxx
        implicit-tls-on-starttls-port tls-version-too-old no-shared-cipher certificate-expired
        certificate-self-signed certificate-name-mismatch certificate-untrusted tls-interception
        client-closed-during-handshake server-reset-during-handshake reset-during-handshake handshake-aborted
        tls-test-only no-ehlo-after-starttls client-side-closed-after-tls encrypted-after-tls
        auth-missing auth-on-mx-endpoint auth-before-starttls no-common-auth-mechanism bad-credentials
        app-password-required oauth-token-rejected smtp-auth-disabled-tenant smtp-auth-disabled-mailbox
        security-defaults conditional-access basic-auth-disabled basic-auth-retired auth-temporary-failure
        auth-test-only
        invalid-sender-address sender-domain-unknown sender-blocked send-as-denied message-too-big
        mail-from-test-only
        ip-blocklisted ip-banned relay-denied mx-endpoint-relay-denied direct-send-disabled connector-restriction
        recipient-unknown one-recipient-unknown greylisted temporarily-throttled tenant-threshold refused-at-rcpt
        no-recipient-given improper-pipelining bare-newline content-rejected dmarc-reject daily-limit
        concurrent-submission-limit no-end-of-data client-closed-mid-data client-reset-mid-data
        server-reset-mid-data reset-mid-data server-zero-window no-reply-after-message
        closed-after-message-without-reply client-timeout-before-reply proxy-accepted-server-rejected
        no-reply reset-without-reply server-reset-without-reply server-shutting-channel server-out-of-space
        server-configuration-error client-idle-too-long client-closed-without-reason device-vanished
        firewall-injects-reset path-injects-reset firewall-state-timeout return-traffic-lost path-broke
        mtu-black-hole pmtud-icmp-blocked large-segments-missing reset-from-client-side
        client-side-reset-mid-data client-side-silent client-side-closed client-side-never-acknowledges
        reply-never-acknowledged
        refused-at-ehlo refused-at-starttls refused-at-auth refused-at-mail refused-at-data refused-at-accepted
        capture-starts-mid-session capture-ends-mid-session decisive-reply-not-captured one-direction-only
        payload-not-captured
        delivered
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    /// Those of `Documentation/Causes.md` that have a wording.
    static let addedCauses: Set<String> = [
        "refused-at-quit", "certificate-not-yet-valid", "device-clock-wrong", "certificate-chain-incomplete",
        "certificate-refused", "client-certificate-demanded", "server-tls-too-old", "server-closed-during-handshake",
        "reverse-dns-missing", "mailbox-full", "refused-by-policy", "host-takes-no-mail", "bad-sequence",
        "plain-text-after-starttls",
    ]

    @Test func everyCauseOfTheContractHasItsWording() {
        for cause in Self.contractCauses { #expect(base.wording(of: cause) != nil, "\(cause)") }
        // A cause beside the contract is a slip of the pen, unless `Documentation/Causes.md` tells of it.
        #expect(Set(base.causes).subtracting(Self.contractCauses) == Self.addedCauses)
    }

    @Test func wordingsAreFitToPrint() throws {
        for cause in base.causes {
            let wording = try #require(base.wording(of: cause))
            #expect(!wording.headline.hasSuffix("."), "\(cause): a headline takes no full stop")
            #expect(Template.fill(wording.headline, with: [:]).count <= 110, "\(cause): the headline is long")
            #expect(wording.explanation.hasSuffix("."), "\(cause)")
            #expect(wording.who.hasSuffix("."), "\(cause)")
            #expect(
                wording.responsible != "unknown" || cause.hasPrefix("refused") || wording.nextCapture != nil,
                "\(cause): who cannot be named needs a capture that names him")
            #expect(!wording.candidates.contains(wording.responsible), "\(cause)")
        }
    }

    /// Read entry by entry or all at once, the wordings are the same.
    @Test func wordingsReadLaterAreTheSame() throws {
        let lazy = try KnowledgeBase.builtIn()
        #expect(lazy.causes == base.causes)
        for cause in base.causes {
            let (one, other) = (lazy.wording(of: cause), base.wording(of: cause))
            #expect(one?.headline == other?.headline && one?.advice == other?.advice, "\(cause)")
            #expect(one?.sources == other?.sources && one?.checkedOn == other?.checkedOn, "\(cause)")
        }
    }

    /// Why, in at most three sentences.
    @Test func explanationsAreShort() {
        let texts =
            base.replyRules.map { ($0.id, $0.explanation) }
            + base.causes.map { ($0, base.wording(of: $0)?.explanation ?? "") } + base.notes.map { ($0.id, $0.text) }
            + base.topics.map { ($0.id, $0.text) }
        for (id, text) in texts {
            let words = text.split(separator: " ")
            let ends = words.indices.filter { index in
                guard let last = words[index].last, ".?!".contains(last) else { return false }
                return words.indices.contains(index + 1) ? words[index + 1].first?.isUppercase ?? false : true
            }
            #expect(ends.count <= 3, "\(id)")
            #expect(!text.lowercased().contains("i think"), "\(id)")
        }
    }

    @Test func everySourceHasATitleAndEverySourcedRuleADay() {
        for rule in base.replyRules {
            #expect(rule.isSourced == (rule.checkedOn != nil), "\(rule.id)")
            #expect(rule.confidence != .proven || rule.isSourced, "\(rule.id): unsourced and proven")
            for source in rule.sources { #expect(!source.title.isEmpty) }
        }
    }

    @Test func stagesOfGenericRefusalsAllHaveAWording() {
        for stage in ["greeting", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "accepted", "quit"] {
            let rule = base.rule(for: ReplyQuestion(stage: stage, code: 550, text: "Go away"))
            #expect(rule != nil, "\(stage)")
            #expect(rule?.headline.isEmpty == false && rule?.responsible.isEmpty == false, "\(stage)")
        }
    }

    @Test func codesOfTheStandardsAreExplained() {
        for code in [
            211, 214, 220, 221, 235, 250, 251, 252, 334, 354, 421, 432, 450, 451, 452, 454, 455, 500, 501, 502, 503,
            504, 521, 523, 524, 525, 530, 534, 535, 538, 550, 551, 552, 553, 554, 555, 556,
        ] {
            #expect(base.meaning(ofCode: code) != nil, "\(code)")
        }
        // The registry of RFC 5248: the last detail of each subject.
        for (subject, last) in [(0, 0), (1, 10), (2, 4), (3, 6), (4, 7), (5, 6), (6, 10), (7, 30)] {
            for detail in 0...last {
                let meaning = base.meaning(ofEnhanced: "5.\(subject).\(detail)")
                #expect(
                    meaning?.hasPrefix("Permanent failure: ") == true && meaning?.contains("not registered") == false)
            }
        }
        #expect(base.meaning(ofEnhanced: "4.7.1") == "Temporary failure: delivery not authorised, message refused")
        #expect(base.meaning(ofEnhanced: "5.7.606")?.contains("not registered") == true)
        #expect(base.meaning(ofEnhanced: "7.1") == nil)
        #expect(base.meaning(ofEnhanced: "5.99.1") == nil)
        #expect(base.meaning(ofCode: 299) == nil)
    }
}
