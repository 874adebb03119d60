import Knowledge
import Testing

@Suite struct TemplateTests {
    @Test(arguments: [
        ("RCPT: {server} refuses the recipient {recipient}", "RCPT: the server refuses the recipient"),
        ("Connected to {server} port {port}, but", "Connected to the server on this port, but"),
        ("The client uses port {port}, where", "The client uses this port, where"),
        ("for the public address {ip} or", "for the public address or"),
        ("the EHLO name {ehlo}: it", "the EHLO name: it"),
        ("because {ip} is listed", "because the sending address is listed"),
    ])
    func aNounIsNotSaidTwice(_ text: String, _ filled: String) {
        #expect(Template.fill(text, with: [:]) == filled)
    }

    @Test func valuesTakeTheirPlaces() {
        #expect(
            Template.fill("{server} port {port}", with: ["server": "mx.example.com", "port": "25"])
                == "mx.example.com port 25")
    }

    @Test func anAbsentOrEmptyValueLeavesItsPhrase() {
        #expect(Template.fill("because {ip} is listed", with: ["ip": ""]) == "because the sending address is listed")
        #expect(Template.fill("The name {name} is wrong", with: [:]) == "The name is wrong")
    }

    @Test func aPhraseAtTheStartOfASentenceTakesACapital() {
        #expect(
            Template.fill("{server} refuses. {ip} is listed.", with: [:])
                == "The server refuses. The sending address is listed.")
        #expect(Template.fill("at v1.{port}", with: [:]) == "at v1.this port")
    }

    @Test func valuesAreNotFilledInAgain() {
        #expect(Template.fill("{sender}", with: ["sender": "{ip}", "ip": "x"]) == "{ip}")
    }

    @Test(arguments: ["{", "a{b", "{}", "{Server}", "{nonsense}", "}{", "{server", "{ server }", "a{{b}"])
    func otherBracesStay(_ text: String) { #expect(Template.fill(text, with: [:]) == text) }

    /// What is typed into a command is no part of a sentence.
    @Test func aCommandShowsWhatToPutIn() {
        #expect(Template.fill("Run 'nslookup {name} 9.9.9.9'.", with: [:]) == "Run 'nslookup <name> 9.9.9.9'.")
        #expect(
            Template.fill("The server's 'ip4:{ip}' and {server}'s", with: [:])
                == "The server's 'ip4:<sending address>' and the server's")
        #expect(Template.fill("'v=spf1 ip4:{ip}'", with: ["ip": "192.0.2.1"]) == "'v=spf1 ip4:192.0.2.1'")
    }
}
