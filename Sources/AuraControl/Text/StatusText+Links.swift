/// The transports, the link in use, what failed and how the session moved.
extension StatusText {
    /// The link that packets take, on a client that has one.
    func link(_ status: NodeStatus) -> [String] {
        guard let link = status.link else { return [] }
        let age = link.sinceUnix.flatMap { HumanText.age(of: $0, now: now) }
        let since = age.map { ["for \(HumanText.duration($0))"] } ?? []
        return field("Link", ["\(clean(link.transport)) to \(clean(link.remoteAddress))"] + since)
    }

    func transports(_ transports: [TransportStatus]) -> [String] {
        let table = TextTable(columns: Self.columns(transports).filter(\.isWorthShowing), indent: Self.labelWidth)
        return labelled("Transports", table.lines(width: width, colour: colour)) + failures(transports)
    }

    /// Titles are for figures only: what is told in words needs none.
    private static func columns(_ transports: [TransportStatus]) -> [TextTable.Column] {
        func cells(_ text: (TransportStatus) -> String?) -> [String] { transports.map { text($0) ?? "" } }
        func counts(_ count: (TransportStatus) -> UInt64?) -> [String] { cells { count($0).map(HumanText.count) } }
        return [
            .init("", cells { HumanText.clean($0.name) }),
            .init("", cells { HumanText.clean($0.state.rawValue) }) { TextStyle(transports[$0].state) },
            .init("", rank: 1, cells { HumanText.clean($0.address) }),
            .init("RTT", alignsRight: true, rank: 3, cells { $0.roundTripMs.map(HumanText.milliseconds) }),
            .init("PAYLOAD", alignsRight: true, rank: 4, cells { $0.pathPayloadBytes.map { "\($0) B" } }),
            .init("TRIED", alignsRight: true, rank: 5, counts(\.attempts)),
            .init("LINKS", alignsRight: true, rank: 3, counts { $0.links.map { UInt64(clamping: $0) } }),
            .init("ACCEPTED", alignsRight: true, rank: 4, counts(\.accepted)),
            .init("STRANGERS", alignsRight: true, rank: 5, counts(\.strangers)),
            .init("", rank: 2, cells { $0.detail.map { HumanText.clean($0) } }),
        ]
    }

    /// One line for each transport with failures: how many by reason, and the newest.
    private func failures(_ transports: [TransportStatus]) -> [String] {
        var lines: [String] = []
        for transport in transports {
            var items = reasons(transport.failures ?? [:])
            if let last = transport.lastFailure { items.append("last \(describe(last))") }
            guard let first = items.first else { continue }
            items[0] = "\(clean(transport.name)): \(first)"
            lines += field(lines.isEmpty ? "Failures" : "", items)
        }
        return lines
    }

    func describe(_ failure: TransportFailure) -> String {
        let place = "\(clean(failure.reason)) \(HumanText.ago(HumanText.age(of: failure.atUnix, now: now)))"
        return failure.detail.map { "\(place) (\(clean($0)))" } ?? place
    }

    /// The newest move first.
    func moves(_ moves: [MoveStatus]) -> [String] {
        let shown = Array(moves.suffix(MoveHistory.capacity).reversed())
        let table = TextTable(
            columns: [
                .init("", rank: 1, shown.map { HumanText.ago(HumanText.age(of: $0.atUnix, now: now)) }),
                .init("", shown.map { "\(clean($0.from)) -> \(clean($0.to))" }),
                .init("", shown.map { clean($0.reason) }),
                .init("", rank: 2, shown.map { $0.gapMs.map { "gap \(HumanText.milliseconds($0))" } ?? "" }),
            ], indent: Self.labelWidth)
        return labelled("Moves", table.lines(width: width, colour: colour))
    }
}

extension TextTable.Column {
    /// A column of nothing is left out.
    fileprivate var isWorthShowing: Bool { cells.contains { !$0.text.isEmpty } }
}
