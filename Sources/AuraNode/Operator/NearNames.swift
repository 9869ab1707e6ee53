/// Finds the names that a mistyped one may have been meant to be.
enum NearNames {
    /// The most names that are offered.
    private static let limit = 5

    /// The names that differ from `name` in two letters at most, or of which one starts with the other; nearest first.
    static func of(_ name: String, among names: Set<String>) -> [String] {
        let wanted = name.lowercased()
        return names.compactMap { candidate in closeness(wanted, candidate.lowercased()).map { ($0, candidate) } }
            .sorted { $0 < $1 }.prefix(limit).map(\.1)
    }

    private static func closeness(_ wanted: String, _ candidate: String) -> Int? {
        let isStart = candidate.hasPrefix(wanted) || wanted.hasPrefix(candidate)
        let difference = abs(wanted.utf8.count - candidate.utf8.count)
        // More is not looked at: the work grows with the product of both lengths.
        guard difference <= 2 else { return isStart ? 3 : nil }
        let distance = distance(Array(wanted.utf8), Array(candidate.utf8))
        return distance <= min(2, wanted.utf8.count - 1) ? distance : (isStart ? 3 : nil)
    }

    /// Insertions, deletions and substitutions that turn one text into the other (the Levenshtein distance).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var last = Array(0...right.count)
        for (i, byte) in left.enumerated() {
            var row = [i + 1]
            for (j, other) in right.enumerated() {
                row.append(min(last[j + 1] + 1, row[j] + 1, last[j] + (byte == other ? 0 : 1)))
            }
            last = row
        }
        return last[right.count]
    }
}
