import AuraControl
import Foundation
import Testing

@Suite("The status model")
struct StatusModelTests {
    @Test("JSON goes there and back in both layouts", arguments: [NodeStatus.serverSample, .clientSample])
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

    @Test("A newer node's unknown keys and words are no obstacle, and its word is kept")
    func newerNode() throws {
        var text = String(decoding: try NodeStatus.serverSample.json(.line), as: UTF8.self)
        text = text.replacingOccurrences(of: #""state":"established""#, with: #""migrating_to":"tcp","state":"moving""#)
        text = text.replacingOccurrences(of: #""schema_version":1"#, with: #""bridges":[1],"schema_version":1"#)
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
    }
}
