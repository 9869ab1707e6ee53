import AuraConfig
import AuraWire
import Testing

@Suite("Values of configuration files")
struct ValueTests {
    @Test("Host names are held in lower case and addresses in canonical form")
    func hostNames() {
        #expect(HostName("VPN.Example.ORG")?.text == "vpn.example.org")
        #expect(HostName("2001:DB8:0::1")?.text == "2001:db8::1")
        #expect(HostName("2001:DB8:0::1")?.address == IPAddress("2001:db8::1"))
        #expect(HostName("vpn.example.org")?.address == nil)
    }

    @Test("The longest host name and label are taken, longer ones are not")
    func hostNameLengths() {
        let label = String(repeating: "a", count: HostName.maximumLabelLength)
        #expect(HostName(label) != nil)
        #expect(HostName(label + "a") == nil)
        let name = [label, label, label, String(label.dropLast(2))].joined(separator: ".")
        #expect(name.utf8.count == HostName.maximumLength)
        #expect(HostName(name) != nil)
        #expect(HostName("a" + name) == nil)
    }

    @Test("Names of interfaces have the kernel's length", arguments: 0...17)
    func interfaceLength(count: Int) {
        #expect((InterfaceName(String(repeating: "a", count: count)) != nil) == (1...15).contains(count))
    }

    @Test(
        "An interface name may not look like an option or a directory",
        arguments: ["-a", ".", "..", "a\0", "a\n", "a:1"])
    func interfaceRefused(text: String) {
        #expect(InterfaceName(text) == nil)
        #expect(InterfaceName("a" + text.filter { $0.isLetter || $0 == "." || $0 == "-" }) != nil)
    }

    @Test("Transports have their names in files")
    func transports() {
        #expect(TransportKind.allCases.map(\.rawValue) == ["udp", "tcp", "quic"])
        #expect(TransportKind.allCases.map(\.standardPort) == [8443, 8443, 8444])
    }
}
