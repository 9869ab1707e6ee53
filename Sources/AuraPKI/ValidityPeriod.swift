internal import Foundation

/// When a new certificate is valid, in whole seconds.
struct ValidityPeriod {
    let notBefore: Date
    let notAfter: Date

    init(_ validity: Duration, now: Date) throws(PKIError) {
        guard validity >= .seconds(1), validity <= PKILimits.maximumValidity else {
            let found = validity.components.seconds
            let limit = PKILimits.maximumValidity.components.seconds
            throw .invalidValidity(reason: "\(found) seconds found, 1 to \(limit) expected")
        }
        // From 1970 to 9900, so that every date computed here has a form in X.509.
        guard (0...250_000_000_000).contains(now.timeIntervalSince1970) else {
            throw .invalidValidity(reason: "the clock says \(now.timeIntervalSince1970) seconds since 1970")
        }
        let start = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        notBefore = start.addingTimeInterval(-TimeInterval(PKILimits.backdating.components.seconds))
        notAfter = start.addingTimeInterval(TimeInterval(validity.components.seconds))
    }
}
