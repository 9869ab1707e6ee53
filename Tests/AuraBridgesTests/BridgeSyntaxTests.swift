import AuraBridges
import AuraConfig
import AuraWire
import Foundation
import Testing

@Suite("Syntax of bridges")
struct BridgeSyntaxTests {
    @Test(
        "An endpoint is taken with any transports in any order, and given back in one",
        arguments: [
            ("vpn.example.org:tcp=443:quic=8444:udp=8443", "vpn.example.org:udp=8443:tcp=443:quic=8444"),
            ("VPN.example.ORG:tcp=1", "vpn.example.org:tcp=1"), ("192.0.2.7:quic=65535", "192.0.2.7:quic=65535"),
            ("[2001:DB8:0::7]:udp=1:tcp=1", "[2001:db8::7]:udp=1:tcp=1"), ("[::1]:quic=2:udp=3", "[::1]:udp=3:quic=2"),
            ("localhost:udp=8443", "localhost:udp=8443"),
        ])
    func endpoints(_ text: String, _ canonical: String) throws {
        let endpoint = try BridgeEndpoint(argument: text)
        #expect(endpoint.description == canonical)
        #expect(try BridgeEndpoint(argument: canonical) == endpoint)
        #expect(TransportKind.allCases.compactMap { endpoint[$0] }.count == canonical.count { $0 == "=" })
    }

    @Test(
        "What is no endpoint is refused with what was found and what was expected",
        arguments: [
            ("", "nothing after the host"), ("vpn.example.org", "nothing after the host"),
            ("vpn.example.org:", "\"\" is no port of a transport"), (":tcp=1", "\"\" is no host"),
            ("vpn.example.org:8443", "\"8443\" is no port of a transport"),
            ("vpn.example.org:tcp=1:", "\"\" is no port of a transport"),
            ("vpn.example.org:tcp", "\"tcp\" is no port of a transport"),
            ("vpn.example.org:tcp=", "\"\" is no port"), ("vpn.example.org:tcp=0", "\"0\" is no port"),
            ("vpn.example.org:tcp=65536", "\"65536\" is no port"), ("vpn.example.org:tcp=+1", "\"+1\" is no port"),
            ("vpn.example.org:tcp=-1", "\"-1\" is no port"), ("vpn.example.org:tcp=0443", "\"0443\" is no port"),
            ("vpn.example.org:tcp= 1", "\" 1\" is no port"), ("vpn.example.org:tcp=1=2", "\"1=2\" is no port"),
            ("vpn.example.org:tcp=99999999999999999999", "is no port"),
            ("vpn.example.org:TCP=1", "\"TCP=1\" is no port of a transport"),
            ("vpn.example.org:h3=1", "\"h3=1\" is no port of a transport"),
            ("vpn.example.org:tcp=1:tcp=2", "tcp is given twice"),
            ("vpn.example.org:udp=1:udp=1", "udp is given twice"), ("vpn_example:tcp=1", "\"vpn_example\" is no host"),
            ("10.0.0.256:tcp=1", "\"10.0.0.256\" is no host"), ("vpn example:tcp=1", "\"vpn example\" is no host"),
            ("2001:db8::7:tcp=1", "\"2001\" is no host"), ("::1", "an IPv6 address without brackets"),
            ("2001:db8::7", "an IPv6 address without brackets"), ("[2001:db8::7]", "no \"]:\" after the host"),
            ("[2001:db8::7:tcp=1", "no \"]:\" after the host"), ("[2001:db8::7]tcp=1", "no \"]:\" after the host"),
            ("[192.0.2.7]:tcp=1", "\"192.0.2.7\" is no IPv6 address"), ("[]:tcp=1", "\"\" is no IPv6 address"),
            ("[vpn.example.org]:tcp=1", "is no IPv6 address"), ("[fe80::1%eth0]:tcp=1", "is no IPv6 address"),
            ("0.0.0.0:tcp=1", "0.0.0.0 means every address"), ("[::]:tcp=1", ":: means every address"),
            ("vpn.example.org:tcp=1\n", "is no port"), ("vpn.example.org\0:tcp=1", "is no host"),
        ])
    func badEndpoints(_ text: String, _ found: String) {
        let error = #expect(throws: BridgeSyntaxError.self) { try BridgeEndpoint(argument: text) }
        guard let error else { return }
        #expect(error.description.contains(found), "\(error)")
        #expect(error.description.contains("; expected "), "\(error)")
        #expect(!error.description.contains { $0.isNewline }, "\(error)")
    }

    @Test(
        "An address is taken and given back",
        arguments: [
            ("vpn.example.org:8443", "vpn.example.org:8443"), ("Vpn.example.org:1", "vpn.example.org:1"),
            ("192.0.2.7:65535", "192.0.2.7:65535"), ("[2001:DB8::0:7]:443", "[2001:db8::7]:443"),
        ])
    func addresses(_ text: String, _ canonical: String) throws {
        let address = try BridgeAddress(argument: text)
        #expect(address.description == canonical)
        #expect(try BridgeAddress(argument: canonical) == address)
    }

    @Test(
        "What is no address is refused with what was found and what was expected",
        arguments: [
            ("", "nothing after the host"), ("vpn.example.org", "nothing after the host"),
            ("vpn.example.org:", "\"\" is no port"), (":8443", "\"\" is no host"),
            ("vpn.example.org:0", "\"0\" is no port"), ("vpn.example.org:65536", "\"65536\" is no port"),
            ("vpn.example.org:1:2", "more than a host and a port"), ("vpn.example.org:08443", "\"08443\" is no port"),
            ("vpn.example.org:tcp=1", "\"tcp=1\" is no port"), ("2001:db8::7:443", "an IPv6 address without brackets"),
            ("[2001:db8::7]", "no \"]:\" after the host"), ("[2001:db8::7]443", "no \"]:\" after the host"),
            ("[192.0.2.7]:443", "is no IPv6 address"), ("[::]:443", ":: means every address"),
            ("[::ffff:0.0.0.0]:443", "means every address"), ("::1", "an IPv6 address without brackets"),
        ])
    func badAddresses(_ text: String, _ found: String) {
        let error = #expect(throws: BridgeSyntaxError.self) { try BridgeAddress(argument: text) }
        guard let error else { return }
        #expect(error.description.contains(found), "\(error)")
        #expect(error.description.contains("; expected "), "\(error)")
    }

    @Test("A long text is not repeated whole")
    func longText() {
        let text = String(repeating: "a b ", count: 100_000)
        let error = #expect(throws: BridgeSyntaxError.self) { try BridgeEndpoint(argument: text + ":tcp=1") }
        #expect(error.map { $0.description.count < 600 } == true)
    }

    @Test("Parts without a port, or with port 0, make no bridge")
    func parts() throws {
        let host = try Samples.host("vpn.example.org")
        #expect(BridgeEndpoint(host: host, udp: 1) != nil)
        #expect(BridgeEndpoint(host: host) == nil)
        #expect(BridgeEndpoint(host: host, udp: 1, tcp: 0) == nil)
        #expect(BridgeAddress(host: host, port: 1) != nil)
        #expect(BridgeAddress(host: host, port: 0) == nil)
    }
}
