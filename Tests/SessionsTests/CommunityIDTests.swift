import Packets
import Sessions
import Streams
import Testing

/// Known answers of the Community ID specification's own tests.
@Suite struct CommunityIDTests {
    @Test(
        arguments: [
            ("128.232.110.120", 34_855, "66.35.250.204", 80, "1:LQU9qZlK+B5F3KDmev6m5PMibrg="),
            (
                "2001:470:e5bf:dead:4957:2174:e82c:4887", 63_943, "2607:f8b0:400c:c03::1a", 25,
                "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="
            ),
        ] as [(String, UInt16, String, UInt16, String)])
    func knownAnswers(_ a: String, _ aPort: UInt16, _ b: String, _ bPort: UInt16, _ expected: String) throws {
        let from = SocketAddress(try #require(IPAddress(a)), aPort)
        let to = SocketAddress(try #require(IPAddress(b)), bPort)
        #expect(CommunityID.tcp(from, to) == expected)
        #expect(CommunityID.tcp(to, from) == expected, "the same for either direction")
    }

    @Test func portsDecideBetweenEqualAddresses() throws {
        let address = try #require(IPAddress("10.0.0.1"))
        let low = SocketAddress(address, 25)
        let high = SocketAddress(address, 50_000)
        #expect(CommunityID.tcp(low, high) == CommunityID.tcp(high, low))
        #expect(CommunityID.tcp(low, high) == "1:Yk7U0tvc/rnseQpAZE89EFoz0YY=")
    }
}
