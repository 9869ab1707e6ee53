internal import Logging

/// What the log says of links.
enum QUICLog {
    /// A link's end is never silent. What was wanted here is no news to the operator.
    static func closed(_ link: QUICLink, _ reason: LinkCloseReason, _ logger: Logger) {
        let level: Logger.Level = if case .local = reason { .info } else { .notice }
        logger.log(
            level: level, "A QUIC link has closed",
            metadata: [
                "link": "\(link.id)", "reason": "\(reason)", "round_trip": "\(link.roundTrip.map { "\($0)" } ?? "-")",
                "path_payload": "\(link.pathPayload)",
            ])
    }
}
