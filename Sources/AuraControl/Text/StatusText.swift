/// Renders a status as text for people. It is pure: the same status, time and settings give the same text.
public struct StatusText: Sendable {
    static let labelWidth = 12

    let now: Int64
    let width: Int?
    let colour: Bool

    /// - Parameters:
    ///   - now: the present in Unix seconds, from which ages are counted
    ///   - width: columns of the terminal; nil for no limit
    ///   - colour: whether to add colour sequences
    public init(now: Int64, width: Int? = nil, colour: Bool = false) {
        self.now = now
        self.width = width
        self.colour = colour
    }

    /// The text, each line ended. What a peer may have chosen is stripped of control characters.
    public func render(_ status: NodeStatus) -> String {
        let parts = [
            [header(status)], node(status), link(status) + transports(status.transports),
            status.bridges.map(bridges) ?? [], traffic(status),
            moves(status.moves ?? []), sessions(status.sessions), status.split.map(split) ?? [],
        ]
        let lines = parts.filter { !$0.isEmpty }.joined(separator: [""])
        return lines.map { $0 + "\n" }.joined()
    }

    private func header(_ status: NodeStatus) -> String {
        let name = "aura \(clean(status.role.rawValue)) \(clean(status.version))"
        return paint(name, .strong) + ", up \(HumanText.duration(status.uptimeSeconds)), process \(status.pid)"
    }

    private func node(_ status: NodeStatus) -> [String] {
        let interface = status.interface
        let names = interface.offloads.map { $0.isEmpty ? "none" : $0.map(clean).joined(separator: " ") }
        let offloads = names.map { ["offloads \($0)"] } ?? []
        let queues = interface.queues.map { ["\($0) \($0 == 1 ? "queue" : "queues")"] } ?? []
        return field(
            "Interface",
            [clean(interface.name), "MTU \(interface.mtu)"] + interface.addresses.map(clean) + offloads + queues)
    }

    private func traffic(_ status: NodeStatus) -> [String] {
        let totals = status.totals
        let sent = "\(HumanText.bytes(totals.txBytes)) in \(HumanText.count(totals.txPackets)) packets"
        let received = "\(HumanText.bytes(totals.rxBytes)) in \(HumanText.count(totals.rxPackets)) packets"
        let drops = reasons(totals.drops)
        let rejected = reasons(status.handshakes.rejected).map { "rejected: \($0)" }
        return field("Sent", [sent]) + field("Received", [received])
            + field("Drops", drops.isEmpty ? ["none"] : drops)
            + field("Handshakes", ["\(HumanText.count(status.handshakes.accepted)) accepted"] + rejected)
            + (status.role == .client ? field("Reconnects", [HumanText.count(status.reconnects)]) : [])
    }

    private func sessions(_ sessions: [SessionStatus]) -> [String] {
        let title = field("Sessions", [sessions.isEmpty ? "none" : "\(sessions.count)"])
        if sessions.isEmpty { return title }
        let table = TextTable(columns: Self.columns(sessions, now: now), indent: 2)
        return title + table.lines(width: width, colour: colour)
    }

    private static func columns(_ sessions: [SessionStatus], now: Int64) -> [TextTable.Column] {
        [
            .init("PEER", sessions.map { HumanText.clean($0.peerName) }),
            .init("STATE", sessions.map { HumanText.clean($0.state.rawValue) }) { TextStyle(sessions[$0].state) },
            .init("OVER", rank: 2, sessions.map { HumanText.clean($0.transport) }),
            .init("REMOTE", rank: 5, sessions.map { HumanText.clean($0.remoteAddress) }),
            .init("INNER", rank: 4, sessions.map { HumanText.clean($0.innerAddresses.joined(separator: " ")) }),
            .init("SENT", alignsRight: true, rank: 1, sessions.map { HumanText.bytes($0.traffic.txBytes) }),
            .init("RECEIVED", alignsRight: true, rank: 1, sessions.map { HumanText.bytes($0.traffic.rxBytes) }),
            .init(
                "HANDSHAKE", rank: 3,
                sessions.map { HumanText.ago(HumanText.age(of: $0.lastHandshakeUnix, now: now)) }),
            .init("HEARD", rank: 6, sessions.map { HumanText.ago($0.lastReceivedSecondsAgo) }),
            .init("RTT", alignsRight: true, rank: 7, sessions.map { HumanText.milliseconds($0.roundTripMs) }),
        ]
    }

    private func split(_ split: SplitStatus) -> [String] {
        field("Split", ["everything else: \(clean(split.defaultAction))"])
            + field("  vpn", split.vpn.map(clean)) + field("  direct", split.direct.map(clean))
    }

    /// The most frequent first, and none that never happened.
    func reasons(_ counts: [String: UInt64]) -> [String] {
        counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\(clean($0.key)) \(HumanText.count($0.value))" }
    }

    func clean(_ text: String) -> String { HumanText.clean(text) }

    private func paint(_ text: String, _ style: TextStyle) -> String { colour ? style.apply(to: text) : text }
}

extension StatusText {
    /// A label and its items, continued under the first where the width ends; nothing when there are no items.
    func field(_ label: String, _ items: [String]) -> [String] {
        var lines: [String] = []
        var line = ""
        let room = max(1, (width ?? Int.max) - Self.labelWidth)
        for (index, item) in items.enumerated() {
            let piece = item + (index < items.count - 1 ? "," : "")
            if !line.isEmpty, line.count + 1 + piece.count > room {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? piece : " " + piece
        }
        if !line.isEmpty { lines.append(line) }
        return labelled(label, lines.map { String(repeating: " ", count: Self.labelWidth) + $0 })
    }

    /// Puts the label into the room that the first line has left for it.
    func labelled(_ label: String, _ lines: [String]) -> [String] {
        guard let first = lines.first else { return [] }
        let blank = String(repeating: " ", count: max(1, Self.labelWidth - label.count))
        return [paint(label, .strong) + blank + first.dropFirst(Self.labelWidth)] + lines.dropFirst()
    }
}
