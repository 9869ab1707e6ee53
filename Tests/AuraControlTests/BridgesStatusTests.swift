import AuraControl
import Foundation
import Testing

@Suite("The bridges manifest in status")
struct BridgesStatusTests {
    private static let now = NodeStatus.sampleNow

    private func lines(_ bridges: BridgesStatus, width: Int? = nil) -> [String] {
        var status = NodeStatus.clientSample
        status.bridges = bridges
        let text = StatusText(now: Self.now, width: width).render(status)
        let all = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = all.firstIndex(where: { $0.hasPrefix("Bridges") }) else { return [] }
        return Array(all[start...].prefix { !$0.isEmpty })
    }

    @Test("A manifest in force is shown with its serial number, source, size and remaining time")
    func valid() {
        let bridges = BridgesStatus(
            state: .valid, serial: 7, issuedAtUnix: Self.now - 60, expiresAtUnix: Self.now + 2_592_000, count: 3,
            source: "tunnel")
        #expect(lines(bridges) == ["Bridges     manifest 7 (tunnel), 3 bridges, valid for 30 d"])
    }

    @Test("One that has ended says since when, and what to do")
    func expired() {
        let bridges = BridgesStatus(
            state: .expired, serial: 7, expiresAtUnix: Self.now - 86_400, count: 1, source: "profile",
            detail: "ask the operator for a new manifest")
        #expect(
            lines(bridges, width: 50) == [
                "Bridges     manifest 7 (profile), 1 bridge,",
                "            expired 1 d ago",
                "            ask the operator for a new manifest",
            ])
    }

    @Test("What was refused is counted by reason, with the newest, and stripped of control characters")
    func refused() {
        let bridges = BridgesStatus(
            refused: ["older": 2, "bad_signature": 1],
            lastRefusal: TransportFailure(reason: "older", detail: "serial 3\u{1B}[31m", atUnix: Self.now - 5))
        #expect(
            lines(bridges) == [
                "Bridges     no manifest",
                "            refused: older 2, bad_signature 1, last older 5 s ago (serial 3[31m)",
            ])
    }

    @Test("JSON gives it back, and a reader that knows no bridges is not disturbed")
    func json() throws {
        var status = NodeStatus.clientSample
        #expect(try NodeStatus(json: status.json()).bridges == nil)
        status.bridges = BridgesStatus(state: .valid, serial: 9, issuedAtUnix: 1, expiresAtUnix: 2, count: 4)
        let text = String(decoding: try status.json(), as: UTF8.self)
        #expect(text.contains("\"expires_at_unix\" : 2"))
        #expect(try NodeStatus(json: Data(text.utf8)) == status)
    }

    @Test("Metrics tell the serial number, the end and what was refused")
    func metrics() {
        var status = NodeStatus.clientSample
        #expect(!MetricsText.render(status).contains("aura_bridges"))
        status.bridges = BridgesStatus(
            state: .valid, serial: 9, expiresAtUnix: 1_900_000_000, refused: ["expired": 3])
        let text = MetricsText.render(status)
        #expect(text.contains("aura_bridges_serial 9\n"))
        #expect(text.contains("aura_bridges_expiry_seconds 1900000000\n"))
        #expect(text.contains("aura_bridges_refused_total{reason=\"expired\"} 3\n"))
    }
}
