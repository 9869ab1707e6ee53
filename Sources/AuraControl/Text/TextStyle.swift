/// How a piece of text is shown on a terminal with colours.
enum TextStyle: String {
    case plain = "0"
    case strong = "1"
    case faint = "2"
    case bad = "31"
    case good = "32"
    case attention = "33"

    /// The text in this style, by ECMA-48 SGR sequences.
    func apply(to text: String) -> String {
        self == .plain || text.isEmpty ? text : "\u{1B}[\(rawValue)m\(text)\u{1B}[0m"
    }

    /// The style that says whether a transport is well.
    init(_ state: TransportState) {
        switch state {
        case .listening, .connected: self = .good
        case .connecting: self = .attention
        case .failed: self = .bad
        case .off: self = .faint
        default: self = .plain
        }
    }

    /// The style that says whether a session is well.
    init(_ state: SessionState) {
        switch state {
        case .established: self = .good
        case .connecting, .rekeying: self = .attention
        case .lost: self = .bad
        default: self = .plain
        }
    }
}
