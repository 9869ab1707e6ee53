import AuraWire
import Foundation

/// What goes to standard output: tables in Markdown.
struct SwarmPage {
    let results: SwarmResults

    var text: String {
        [targets, costs, facts].compactMap { $0 }.joined(separator: "\n\n")
    }

    private var targets: String {
        let rows = SwarmTarget.all(results).map { target in
            [
                target.what, target.measured.map { Self.number($0) } ?? "unknown", Self.number(target.limit),
                target.isMet ? "met" : "MISSED",
            ]
        }
        return Self.table(["\(results.clients) clients", "measured", "at most", "target"], rows)
    }

    private var costs: String? {
        guard !results.packetCosts.isEmpty else { return nil }
        let rows = results.packetCosts.map { cost in
            [cost.transport.rawValue, "\(cost.clients)"]
                + [
                    cost.alone.microseconds, cost.amongAll.microseconds, cost.alone.grossMicroseconds,
                    cost.amongAll.grossMicroseconds,
                ].map(Self.number)
        }
        let head = ["transport", "clients", "1 client (µs)", "all (µs)", "1 client, gross (µs)", "all, gross (µs)"]
        return "Processor time of the server for a packet and its answer:\n\n" + Self.table(head, rows)
    }

    private var facts: String {
        let traffic = results.lightTraffic
        var rows = [
            ["packets sent in light traffic", "\(traffic.sent)"],
            ["of these unanswered", "\(traffic.lost)"],
            ["due while their client had no session", "\(traffic.unsendable)"],
            ["new keys meanwhile", "\(results.rekeys)"],
            ["server's processors used meanwhile (%)", Self.number(results.lightTrafficLoad * 100)],
            ["sessions at the server after it", "\(results.sessionsAtServer)"],
            ["searches for a path with a session", "\(results.doubts)"],
            ["server's memory before the first client (MB)", Self.megabytes(results.memoryAtFirst)],
            ["with all", Self.megabytes(results.memoryConnected)],
            ["after the traffic", Self.megabytes(results.memoryAfterTraffic)],
        ]
        if let handshakes = results.handshakes {
            rows.append(["handshakes made one after the other", "\(handshakes.count)"])
            rows.append(["a second, both ends on this machine", Self.number(handshakes.perSecond)])
        }
        return Self.table(["besides", "number"], rows)
    }

    private static func megabytes(_ memory: ServerGauge.Memory) -> String {
        number(Double(memory.proportional) / 1_000_000)
    }

    private static func number(_ value: Double) -> String {
        value.isFinite ? String(format: abs(value) < 10 && value != value.rounded() ? "%.2f" : "%.0f", value) : "-"
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let rule = head.indices.map { $0 == 0 ? "---" : "---:" }
        return ([head, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
}
