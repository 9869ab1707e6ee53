import AuraControl
import Foundation
import Testing

@Suite("The status model")
struct StatusModelTests {
    @Test(
        "JSON goes there and back in both layouts",
        arguments: [NodeStatus.serverSample, .clientSample, .busyServerSample, .movingClientSample])
    func roundTrip(status: NodeStatus) throws {
        #expect(try NodeStatus(json: status.json(.pretty)) == status)
        #expect(try NodeStatus(json: status.json(.line)) == status)
        #expect(try !status.json(.line).contains(UInt8(ascii: "\n")))
    }

    @Test("The JSON of a small status is exactly this")
    func exactText() throws {
        let status = NodeStatus(
            role: .server, version: "1", pid: 2, startedAtUnix: 3, uptimeSeconds: 4,
            interface: InterfaceStatus(name: "aura0", mtu: 1400, addresses: ["10.77.0.1"]), totals: TrafficStatus(),
            transports: [TransportStatus(name: "udp", state: .off)], sessions: [], handshakes: HandshakeStatus())
        let zero = #""totals":{"drops":{},"rx_bytes":0,"rx_packets":0,"tx_bytes":0,"tx_packets":0}"#
        let expected =
            #"{"handshakes":{"accepted":0,"rejected":{}},"#
            + #""interface":{"addresses":["10.77.0.1"],"mtu":1400,"name":"aura0"},"pid":2,"reconnects":0,"#
            + #""role":"server","schema_version":1,"sessions":[],"started_at_unix":3,"# + zero
            + #","transports":[{"address":"","name":"udp","state":"off"}],"uptime_seconds":4,"version":"1"}"#
        #expect(String(decoding: try status.json(.line), as: UTF8.self) == expected)
    }

    @Test("Offloads and queues are part of the interface, no offloads another thing than unknown ones")
    func interfaceText() throws {
        var interface = InterfaceStatus(
            name: "aura0", mtu: 1400, addresses: [], offloads: ["checksum", "tcp", "udp"], queues: 2)
        let known = #"{"addresses":[],"mtu":1400,"name":"aura0","offloads":["checksum","tcp","udp"],"queues":2}"#
        #expect(try Self.text(of: interface) == known)
        interface.offloads = []
        interface.queues = nil
        #expect(try Self.text(of: interface) == #"{"addresses":[],"mtu":1400,"name":"aura0","offloads":[]}"#)
        #expect(try JSONDecoder().decode(InterfaceStatus.self, from: Data(Self.text(of: interface).utf8)) == interface)
    }

    private static func text(of interface: InterfaceStatus) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(interface), as: UTF8.self)
    }

    @Test("A session's keys are in snake case, and none is missing")
    func sessionKeys() throws {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(SessionStatus.alice))
        let keys = try #require(object as? [String: Any]).keys.sorted()
        #expect(
            keys == [
                "established_at_unix", "inner_addresses", "last_handshake_unix", "last_received_seconds_ago",
                "peer_fingerprint", "peer_name", "remote_address", "round_trip_ms", "state", "traffic", "transport",
            ])
    }

    @Test("The keys of transports, links and moves are in snake case, and what is not known is left out")
    func transportKeys() throws {
        let object = try JSONSerialization.jsonObject(with: NodeStatus.movingClientSample.json())
        let status = try #require(object as? [String: Any])
        let transports = try #require(status["transports"] as? [[String: Any]])
        #expect(
            transports[0].keys.sorted() == [
                "address", "attempts", "detail", "failures", "in_use", "last_failure", "name", "path_payload_bytes",
                "state",
            ])
        #expect(transports[1]["round_trip_ms"] as? Double == 12.34)
        let failure = try #require(transports[2]["last_failure"] as? [String: Any])
        #expect(failure.keys.sorted() == ["at_unix", "detail", "reason"])
        let link = try #require(status["link"] as? [String: Any])
        #expect(link.keys.sorted() == ["remote_address", "since_unix", "transport"])
        let moves = try #require(status["moves"] as? [[String: Any]])
        #expect(
            moves.map { $0.keys.sorted() } == Array(repeating: ["at_unix", "from", "gap_ms", "reason", "to"], count: 2))
        #expect(status["move_counts"] as? [String: Int] == ["silence": 1, "idle_timeout": 1])
        let server = try JSONSerialization.jsonObject(with: NodeStatus.busyServerSample.json())
        let entry = try #require(((server as? [String: Any])?["transports"] as? [[String: Any]])?.first)
        #expect(entry.keys.sorted() == ["accepted", "address", "links", "name", "state", "strangers"])
    }

    @Test("An older node's answer, without any of the added keys, is read")
    func olderNode() throws {
        let text = #"""
            {"handshakes":{"accepted":0,"rejected":{}},"interface":{"addresses":[],"mtu":1400,"name":"aura0"},"pid":2,
            "reconnects":0,"role":"client","schema_version":1,"sessions":[],"started_at_unix":3,"totals":{"drops":{},
            "rx_bytes":0,"rx_packets":0,"tx_bytes":0,"tx_packets":0},"transports":[{"address":"","name":"udp",
            "state":"off"}],"uptime_seconds":4,"version":"1"}
            """#
        let status = try NodeStatus(json: Data(text.utf8))
        #expect(status.transports == [TransportStatus(name: "udp", state: .off)])
        #expect(status.link == nil && status.moves == nil && status.moveCounts == nil)
        #expect(status.interface.offloads == nil && status.interface.queues == nil)
    }

    @Test("Of many moves the newest are kept and all are counted, under a bounded number of reasons")
    func history() {
        var history = MoveHistory()
        for number in 0..<100 {
            history.record(MoveStatus(atUnix: Int64(number), from: "udp", to: "tcp", reason: "reason\(number % 40)"))
        }
        #expect(history.recent.map(\.atUnix) == Array(84..<100))
        #expect(history.counts.values.reduce(0, +) == 100)
        #expect(history.counts["reason0"] == 3 && history.counts["reason31"] == 2)
        #expect(history.counts[MoveHistory.otherReason] == 16)
        #expect(history.counts.count == MoveHistory.maximumReasons + 1)
    }

    @Test("A newer node's unknown keys and words are no obstacle, and its word is kept")
    func newerNode() throws {
        var text = String(decoding: try NodeStatus.serverSample.json(.line), as: UTF8.self)
        text = text.replacingOccurrences(of: #""state":"established""#, with: #""migrating_to":"tcp","state":"moving""#)
        text = text.replacingOccurrences(of: #""schema_version":1"#, with: #""futures":[1],"schema_version":1"#)
        let status = try NodeStatus(json: Data(text.utf8))
        #expect(status.sessions[0].state.rawValue == "moving")
        #expect(status.pid == 4242)
    }

    @Test("Missing optional keys are nil; a missing required one is an error", arguments: [true, false])
    func missingKeys(onlyOptional: Bool) throws {
        let encoded = try JSONSerialization.jsonObject(with: NodeStatus.clientSample.json())
        var object = try #require(encoded as? [String: Any])
        object["split"] = nil
        if !onlyOptional { object["totals"] = nil }
        let data = try JSONSerialization.data(withJSONObject: object)
        if onlyOptional {
            #expect(try NodeStatus(json: data).split == nil)
        } else {
            #expect(throws: DecodingError.self) { try NodeStatus(json: data) }
        }
    }

    @Test("Counters keep all 64 bits")
    func largeCounters() throws {
        var status = NodeStatus.serverSample
        status.totals.txBytes = .max
        #expect(try NodeStatus(json: status.json()).totals.txBytes == .max)
    }

    @Test("A round trip that is no number is left out instead of spoiling the answer")
    func notANumber() {
        let session = SessionStatus(
            peerName: "a", peerFingerprint: "b", state: .lost, transport: "udp", remoteAddress: "", innerAddresses: [],
            establishedAtUnix: 0, lastHandshakeUnix: 0, roundTripMs: .nan)
        #expect(session.roundTripMs == nil)
        #expect(TransportStatus(name: "udp", state: .off, roundTripMs: .infinity).roundTripMs == nil)
        #expect(MoveStatus(atUnix: 0, from: "a", to: "b", reason: "c", gapMs: .nan).gapMs == nil)
    }
}
