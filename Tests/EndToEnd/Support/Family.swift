import AuraLab

/// The Internet Protocol outside the tunnel.
enum Family: CaseIterable, Sendable {
    case ipv4, ipv6

    func address(of end: Wire.End) -> String {
        self == .ipv4 ? end.ipv4 : end.ipv6
    }
}
