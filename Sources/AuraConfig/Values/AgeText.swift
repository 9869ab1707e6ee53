/// Ages in words, for people who judge whether something is old.
public enum AgeText {
    /// The units with their seconds, largest first. A unit serves from twice its length on, so that no age is told as one
    /// of something and all but half of it lost; seconds serve from one on.
    private static let units: [(name: String, seconds: Int64)] = [("day", 86_400), ("hour", 3_600), ("minute", 60)]

    /// "just now", "1 second ago", "90 seconds ago", "3 minutes ago", "36 hours ago", "2 days ago": rounded down, and below
    /// a second or negative "just now".
    public static func words(for age: Duration) -> String {
        let seconds = age.components.seconds
        guard seconds >= 1 else { return "just now" }
        let unit = units.first { seconds / $0.seconds >= 2 } ?? ("second", 1)
        let count = seconds / unit.seconds
        return "\(count) \(unit.name)\(count == 1 ? "" : "s") ago"
    }
}
