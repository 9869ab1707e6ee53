import AuraConfig
import AuraNode
import AuraPKI
import AuraWire
import Foundation
import Testing

@Suite("Signing the ports that a server has bound")
struct OperatorRuntimePortsTests {
    @Test(
        "The record's ports are signed under the server's name, never under what it listens on",
        arguments: [
            ("0.0.0.0:8445", "[::]:8446", "[2001:db8::7]:8447"), ("192.0.2.7:8445", "10.0.0.1:8446", "[fd00::1]:8447"),
        ])
    func snapshot(udp: String, tcp: String, quic: String) throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.recordPorts(udp: udp, tcp: tcp, quic: quic)
            let outcome = try desk.sign(runtime: desk.serverFile)
            #expect(ways(outcome) == ["vpn.example.org:udp=8445:tcp=8446:quic=8447"])
            #expect(
                outcome.source == .snapshot(path: desk.snapshotFile, boundAt: issueTime.addingTimeInterval(-3600)))
            #expect(outcome.warnings.isEmpty, "\(outcome.warnings)")
            #expect(outcome.path == desk.manifestFile && outcome.isWatched)
            let text = try desk.text(desk.manifestFile)
            for address in ["0.0.0.0", "\"::\"", "192.0.2.7", "2001:db8::7", "fd00::1"] {
                #expect(!text.contains(address))
            }
        }
    }

    @Test("The server can have other names, each of which is signed; with what is named beside")
    func hosts() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.recordPorts(udp: "[::]:8445")
            let outcome = try desk.sign(
                ["b.example.org:tcp=443"], runtime: desk.serverFile, hosts: ["a.example.org", "2001:DB8::1"])
            #expect(
                ways(outcome) == ["b.example.org:tcp=443", "a.example.org:udp=8445", "[2001:db8::1]:udp=8445"])
            let same = try desk.sign(["vpn.example.org:udp=8445"], runtime: desk.serverFile)
            #expect(ways(same) == ["vpn.example.org:udp=8445"])
        }
    }

    @Test("Without a record the ports are those of server.toml, and the outcome says so")
    func fallback() throws {
        try withDesk { desk in
            try desk.makeServer(ports: TransportPorts(udp: 443))
            try desk.change { $0.transports.tcp.enabled = false }
            let outcome = try desk.sign(runtime: desk.serverFile)
            #expect(ways(outcome) == ["vpn.example.org:udp=443:quic=8444"])
            #expect(outcome.source == .configuration(path: desk.serverFile))
            #expect(outcome.warnings.isEmpty)
        }
    }

    @Test("A public host that nobody can dial is no host either")
    func wildcardPublicHost() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.recordPorts(udp: "[::]:8445")
            try desk.change { $0.publicHost = HostName(.v6(IPv6Address(bits: 0))) }
            let problems = try argumentProblems { try desk.sign(runtime: desk.serverFile) }
            #expect(problems.count == 1 && problems[0].hasPrefix("--host: ") && problems[0].contains("::"))
            #expect(!FileManager.default.fileExists(atPath: desk.manifestFile))
            let outcome = try desk.sign(runtime: desk.serverFile, hosts: ["192.0.2.7"])
            #expect(ways(outcome) == ["192.0.2.7:udp=8445"])
        }
    }

    @Test("Ports and hosts can be of a copy of server.toml, authority and output of another directory")
    func copy() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.recordPorts(tcp: "0.0.0.0:8450")
            let copy = desk.root + "/copy.toml"
            try FileManager.default.copyItem(atPath: desk.serverFile, toPath: copy)
            try FileManager.default.moveItem(atPath: desk.snapshotFile, toPath: copy + ".runtime.json")
            let outcome = try desk.sign(runtime: copy, directory: desk.directory)
            #expect(ways(outcome) == ["vpn.example.org:tcp=8450"])
            #expect(outcome.path == desk.manifestFile)
        }
    }

    @Test(
        "A record that has become old is told", arguments: [(6.9, []), (7.1, [7]), (400, [400])] as [(Double, [Int])])
    func old(age: Double, expected: [Int]) throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.recordPorts(udp: "[::]:8445", tcp: "[::]:8446", quic: "[::]:8447", at: days(-age))
            let outcome = try desk.sign(runtime: desk.serverFile)
            #expect(outcome.warnings == expected.map { .oldSnapshot(path: desk.snapshotFile, days: $0) })
        }
    }

    @Test("A record from before the last change of server.toml, or from the future, is told")
    func outdated() throws {
        try withDesk { desk in
            try desk.makeServer()
            let bound = issueTime.addingTimeInterval(-60)
            try desk.recordPorts(udp: "[::]:8445", tcp: "[::]:8446", quic: "[::]:8447", at: bound)
            // The record has whole seconds, the file's time has more.
            try desk.setChanged(bound.addingTimeInterval(0.9), desk.serverFile)
            #expect(try desk.sign(runtime: desk.serverFile).warnings == [])
            try desk.setChanged(bound.addingTimeInterval(1.1), desk.serverFile)
            #expect(
                try desk.sign(runtime: desk.serverFile).warnings == [
                    .snapshotOutdated(path: desk.snapshotFile, configuration: desk.serverFile)
                ])
            try desk.recordPorts(udp: "[::]:8445", tcp: "[::]:8446", quic: "[::]:8447", at: days(1))
            #expect(
                try desk.sign(runtime: desk.serverFile).warnings == [
                    .snapshotFromFuture(path: desk.snapshotFile, boundAt: days(1))
                ])
        }
    }

    @Test("Transports that are enabled and not bound, bound and not enabled, or bound where nobody gets are told")
    func odd() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.change { $0.transports.quic.enabled = false }
            try desk.recordPorts(udp: "127.0.0.1:8445", quic: "[::]:8447")
            let outcome = try desk.sign(runtime: desk.serverFile)
            #expect(
                outcome.warnings == [
                    .listensPrivately(.udp, SocketAddress(.v4(IPv4Address(bits: 0x7f00_0001)), port: 8445)),
                    .notBound(.tcp, path: desk.snapshotFile), .notEnabled(.quic, path: desk.snapshotFile),
                ])
            #expect(outcome.warnings.allSatisfy { !$0.description.isEmpty && !$0.description.contains("\n") })
        }
    }

    @Test("A record that cannot be used is an error that names it", arguments: ["", "{", "{\"version\":2}"])
    func malformed(text: String) throws {
        try withDesk { desk in
            try desk.makeServer()
            try AtomicFile.write(Array(text.utf8), to: desk.snapshotFile, overwrite: false)
            guard case .configuration(let error) = try operatorError({ try desk.sign(runtime: desk.serverFile) }) else {
                Issue.record("not refused")
                return
            }
            #expect(error.problems.allSatisfy { $0.file == desk.snapshotFile })
            try desk.remove(desk.snapshotFile)
            try desk.sign(runtime: desk.serverFile)
        }
    }

    @Test("A record without any port is an error")
    func nothingBound() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.recordPorts()
            #expect(
                try operatorError { try desk.sign(runtime: desk.serverFile) } == .nothingBound(path: desk.snapshotFile))
        }
    }

    @Test("A server.toml that is not there is an error that names it")
    func missing() throws {
        try withDesk { desk in
            let error = try operatorError { try desk.sign(runtime: desk.root + "/none.toml") }
            #expect(error == .noConfiguration(path: desk.root + "/none.toml"))
        }
    }
}
