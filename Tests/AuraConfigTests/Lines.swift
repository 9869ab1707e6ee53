/// Finds lines of texts, to check the numbers that problems give.
enum Lines {
    /// The number, from 1, of the line that holds the start of `part`.
    static func line(of part: String, in text: String) -> Int? {
        guard let range = text.firstRange(of: part) else { return nil }
        return 1 + text[..<range.lowerBound].count { $0 == "\n" }
    }
}
