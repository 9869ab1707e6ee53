extension LogSettings {
    /// Writes the `[log]` table of either file.
    func render(into page: inout TOMLPage) {
        page.table("log")
        let levels = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
        page.entry(LogKeys.level, level.rawValue, "The least severe messages that are written: \(levels).")
        page.entry(LogKeys.format, format.rawValue, "\"text\" for people, \"json\" for one JSON object a line.")
    }
}
