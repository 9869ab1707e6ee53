import Foundation

/// Numbers and foreign text as people read them on a terminal.
enum HumanText {
    /// No name or reason is shown longer than this; what follows is replaced by an ellipsis.
    static let longest = 48

    /// `999 B`, `1.5 KiB`, `20.0 GiB`.
    static func bytes(_ count: UInt64) -> String {
        if count < 1024 { return "\(count) B" }
        var (value, units) = (Double(count) / 1024, ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"][...])
        // From 1023.95 on, one decimal would round to 1024.0.
        while value >= 1023.95, units.count > 1 {
            value /= 1024
            units = units.dropFirst()
        }
        return String(format: "%.1f ", value) + (units.first ?? "")
    }

    /// `1,234,567`.
    static func count(_ number: UInt64) -> String {
        let digits = Array(String(number))
        let grouped = digits.indices.map { index in
            let isGroupStart = index > 0 && (digits.count - index).isMultiple(of: 3)
            return (isGroupStart ? "," : "") + String(digits[index])
        }
        return grouped.joined()
    }

    /// The two largest units: `12 s`, `5 min 3 s`, `2 h 5 min`, `3 d 4 h`.
    static func duration(_ seconds: Int64) -> String {
        let units: [(Int64, String)] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")]
        guard let first = units.firstIndex(where: { seconds >= $0.0 }) else { return "0 s" }
        let (size, name) = units[first]
        let large = "\(seconds / size) \(name)"
        guard first + 1 < units.count else { return large }
        let small = seconds % size / units[first + 1].0
        return small == 0 ? large : "\(large) \(small) \(units[first + 1].1)"
    }

    /// `12 s ago`, `now`, or `never` for nil.
    static func ago(_ seconds: Int64?) -> String {
        guard let seconds else { return "never" }
        return seconds < 1 ? "now" : duration(seconds) + " ago"
    }

    /// Time from a Unix second to now; nil when it is 0, which stands for never.
    static func age(of unix: Int64, now: Int64) -> Int64? {
        if unix == 0 { return nil }
        let (age, overflow) = now.subtractingReportingOverflow(unix)
        return overflow ? 0 : age
    }

    /// Foreign text made fit for a terminal: no control or formatting characters, which could move the cursor, colour
    /// the screen or turn the direction of the line; and not too long.
    static func clean(_ text: String, longest: Int = longest) -> String {
        let harmless = text.unicodeScalars.filter { !forbidden.contains($0.properties.generalCategory) }
        let shown = String(String.UnicodeScalarView(harmless))
        return shown.count <= longest ? shown : shown.prefix(longest - 1) + "…"
    }

    private static let forbidden: Set<Unicode.GeneralCategory> = [
        .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned,
    ]
}

extension HumanText {
    /// `12.3 ms`, below ten `0.13 ms`, from a second on `1.8 s`, or a dash for nil.
    static func milliseconds(_ value: Double?) -> String {
        guard let value else { return "-" }
        if value >= 999.95 { return String(format: "%.1f s", value / 1000) }
        return String(format: value < 9.995 ? "%.2f ms" : "%.1f ms", value)
    }
}
