import AuraControl
import Testing

@Suite("The status as text")
struct StatusTextTests {
    private let plain = StatusText(now: NodeStatus.sampleNow)

    @Test("A server, without limits and colours")
    func server() {
        #expect(
            plain.render(.serverSample) == """
                aura server 1.2.3, up 1 d 2 h, process 4242

                Interface   aura0, MTU 1400, 10.77.0.1, fd00:77::1, offloads checksum tcp udp, 2 queues

                Transports  udp   listening  [::]:8443
                            tcp   failed                no port was free
                            quic  off

                Sent        1.5 GiB in 1,234,567 packets
                Received    20.0 MiB in 890 packets
                Drops       replay 12, no_route 3
                Handshakes  7 accepted, rejected: expired 2

                Sessions    2
                  PEER   STATE        OVER  REMOTE              INNER                    \
                SENT  RECEIVED  HANDSHAKE  HEARD        RTT
                  alice  established  udp   192.0.2.7:51820     10.77.0.2 fd00:77::2  \
                1.5 GiB  20.0 MiB  12 s ago   3 s ago  12.3 ms
                  bob    connecting   udp   [2001:db8::5]:1025                            \
                0 B       0 B  never      never          -

                """)
    }

    @Test("A client, with its split rules and reconnects")
    func client() {
        #expect(
            plain.render(.clientSample) == """
                aura client 1.2.3, up 1 min 5 s, process 99

                Interface   aura0, MTU 1400, 10.77.0.2

                Transports  udp  connected  198.51.100.1:8443

                Sent        840 B in 10 packets
                Received    840 B in 10 packets
                Drops       none
                Handshakes  2 accepted
                Reconnects  1

                Sessions    1
                  PEER             STATE        OVER  REMOTE             INNER       \
                SENT  RECEIVED  HANDSHAKE  HEARD      RTT
                  vpn.example.org  established  udp   198.51.100.1:8443  10.77.0.2  \
                840 B     840 B  1 min ago  now    0.13 ms

                Split       everything else: direct
                  vpn       10.0.0.0/8, 10.77.0.0/16
                  direct    10.1.0.0/16

                """)
    }

    @Test("A client's link, the figures and failures of its transports, and its moves, the newest first")
    func moves() {
        let lines = plain.render(.movingClientSample).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines.dropFirst(4).prefix(16).joined(separator: "\n") == """
                Link        tcp to 198.51.100.1:443, for 12 s
                Transports                                            RTT  PAYLOAD  TRIED
                            udp   failed      198.51.100.1:8443             1452 B      7  no answer
                            tcp   connected   198.51.100.1:443    12.3 ms  65535 B      1
                            quic  connecting  [2001:db8::1]:8444                        2
                Failures    udp: no_answer 6, silence 1, last no_answer 3 s ago
                            quic: idle_timeout 1, last idle_timeout 12 s ago (nothing came for 10 s)

                Sent        840 B in 10 packets
                Received    840 B in 10 packets
                Drops       none
                Handshakes  2 accepted
                Reconnects  1

                Moves       12 s ago   quic -> tcp  idle_timeout  gap 0.50 ms
                            5 min ago  udp -> quic  silence       gap 1.8 s
                """)
    }

    @Test("A server's links, and the strangers among them")
    func busyServer() {
        let lines = plain.render(.busyServerSample).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines.dropFirst(4).prefix(6).joined(separator: "\n") == """
                Transports                              LINKS  ACCEPTED  STRANGERS
                            udp   listening  [::]:8443      1         1         12
                            tcp   listening  [::]:8443      3        45      1,840
                            quic  listening  [::]:8445      0         0          0  8444 was taken
                Failures    tcp: peer_closed 40, idle_timeout 2

                """)
    }

    @Test(
        "An interface says which offloads are in force, that none is, or nothing when that is not known",
        arguments: [
            ([String]?.none, Int?.none, ""), ([], 1, ", offloads none, 1 queue"),
            (["checksum", "tcp"], 4, ", offloads checksum tcp, 4 queues"),
        ])
    func offloads(names: [String]?, queues: Int?, expected: String) {
        var status = NodeStatus.clientSample
        status.interface.offloads = names
        status.interface.queues = queues
        #expect(plain.render(status).contains("\nInterface   aura0, MTU 1400, 10.77.0.2\(expected)\n"))
    }

    @Test("Where columns do not fit, the least important go and every line fits", arguments: [80, 60, 44])
    func narrow(width: Int) throws {
        let text = StatusText(now: NodeStatus.sampleNow, width: width).render(.serverSample)
        let lines = text.split(separator: "\n")
        for line in lines where !line.contains("no port was free") { #expect(line.count <= width, "\(line)") }
        let table = try #require(lines.first { $0.contains("PEER") })
        #expect(table.contains("STATE"))
        #expect(table.contains("HANDSHAKE") == (width >= 60))
        #expect(!table.contains("RTT"))
    }

    @Test("The figures of transports go where they do not fit, and states and reasons stay", arguments: [80, 60, 44])
    func narrowTransports(width: Int) throws {
        for status in [NodeStatus.movingClientSample, .busyServerSample] {
            let text = StatusText(now: NodeStatus.sampleNow, width: width).render(status)
            for line in text.split(separator: "\n") where !line.contains("(nothing came") {
                #expect(line.count <= width, "\(line)")
            }
            #expect(text.contains("Transports") && text.contains("idle_timeout"))
            #expect((text.contains("RTT") || text.contains("LINKS")) == (width >= 80))
        }
    }

    @Test("Long lists go on under their first item")
    func wrapping() {
        var status = NodeStatus.clientSample
        status.split?.vpn = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
        let text = StatusText(now: NodeStatus.sampleNow, width: 40).render(status)
        #expect(text.contains("  vpn       10.0.0.0/8, 172.16.0.0/12,\n            192.168.0.0/16\n"))
    }

    @Test("Colours are sequences around the same text")
    func colour() {
        let coloured = StatusText(now: NodeStatus.sampleNow, colour: true).render(.serverSample)
        #expect(coloured.contains("\u{1B}[32mestablished\u{1B}[0m"))
        #expect(coloured.contains("\u{1B}[31mfailed\u{1B}[0m"))
        #expect(coloured.replacing(#/\x1B\[[0-9]+m/#, with: "") == plain.render(.serverSample))
    }

    @Test(
        "What a peer chose cannot steer the terminal",
        arguments: [
            "ev\u{1B}[2Jil", "ev\r\nil", "ev\u{9B}31mil", "ev\u{202E}il", "ev\u{7}il", "ev\u{2028}il", "ev\0il",
        ])
    func hostileName(name: String) {
        var status = NodeStatus.serverSample
        status.sessions[0].peerName = name
        status.sessions[0].remoteAddress = name
        status.interface.offloads = [name]
        status.totals.drops = [name: 1]
        status.handshakes.rejected = [name: 1]
        status.transports[0].detail = name
        status.transports[1].failures = [name: 1]
        status.transports[1].lastFailure = TransportFailure(reason: name, detail: name, atUnix: 1)
        status.link = LinkStatus(transport: name, remoteAddress: name)
        status.moves = [MoveStatus(atUnix: 1, from: name, to: name, reason: name)]
        let text = plain.render(status)
        let suspicious = text.unicodeScalars.filter {
            [.control, .format, .lineSeparator].contains($0.properties.generalCategory) && $0 != "\n"
        }
        #expect(suspicious.isEmpty)
        // A link, a line of failures and a move more than the sample has.
        #expect(text.split(separator: "\n").count == plain.render(.serverSample).split(separator: "\n").count + 3)
        #expect(text.contains("ev"))
    }

    @Test("A very long name is cut")
    func longName() {
        var status = NodeStatus.serverSample
        status.sessions[0].peerName = String(repeating: "n", count: 500)
        #expect(plain.render(status).contains("  " + String(repeating: "n", count: 47) + "…  established"))
    }

    @Test("Times in the future and at the ends of the range are no trap", arguments: [Int64.min, -1, 1, .max])
    func strangeTimes(time: Int64) {
        var status = NodeStatus.serverSample
        status.uptimeSeconds = time
        status.sessions[0].lastHandshakeUnix = time
        status.sessions[0].lastReceivedSecondsAgo = time
        status.sessions[0].traffic.txBytes = .max
        status.link = LinkStatus(transport: "udp", remoteAddress: "", sinceUnix: time)
        status.moves = [MoveStatus(atUnix: time, from: "udp", to: "tcp", reason: "silence")]
        status.transports[0].lastFailure = TransportFailure(reason: "refused", atUnix: time)
        for now in [Int64.min, 0, .max] {
            #expect(StatusText(now: now, width: 0).render(status).contains("alice"))
        }
    }

    @Test("Sizes and durations are in their two most telling units")
    func units() {
        let samples: [(UInt64, String)] = [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_048_575, "1.0 MiB"), (1_048_524, "1023.9 KiB"),
            (.max, "16.0 EiB"),
        ]
        for (bytes, expected) in samples {
            var status = NodeStatus.serverSample
            status.totals.txBytes = bytes
            #expect(plain.render(status).contains("Sent        \(expected) in"))
        }
        let times: [(Int64, String)] = [
            (0, "0 s"), (59, "59 s"), (60, "1 min"), (3_661, "1 h 1 min"), (86_400, "1 d"), (90_061, "1 d 1 h"),
        ]
        for (seconds, expected) in times {
            var status = NodeStatus.serverSample
            status.uptimeSeconds = seconds
            #expect(plain.render(status).contains("up \(expected), process"))
        }
    }
}
