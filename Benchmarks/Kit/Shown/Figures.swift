internal import Foundation

/// Numbers for people.
enum Figures {
    /// With this many digits after the point, whatever the language of the machine.
    static func text(_ value: Double, digits: Int) -> String {
        // "-0.00" would say more than is known.
        let text = String(format: "%.\(digits)f", value)
        return text.hasPrefix("-") && !text.contains { "123456789".contains($0) } ? String(text.dropFirst()) : text
    }

    /// "least-most", or the one number when there is only one.
    static func range(_ spread: Spread, digits: Int) -> String {
        let ends = [spread.least, spread.most].map { text($0, digits: digits) }
        return ends[0] == ends[1] ? ends[0] : "\(ends[0])...\(ends[1])"
    }
}
