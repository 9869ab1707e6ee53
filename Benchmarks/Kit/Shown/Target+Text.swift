extension Target {
    /// "aura udp, TCP down: at least 8 times wireguard-go".
    public var text: String {
        let digits = limit < 1 ? 2 : 0
        let bound = "\(metric.isMoreBetter ? "at least" : "at most") \(Figures.text(limit, digits: digits))"
        return "\(comparison.subject), \(metric.heading): \(bound) times \(comparison.other)"
    }
}
