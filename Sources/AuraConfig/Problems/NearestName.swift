/// Finds the known name that a misspelt one was probably meant to be.
enum NearestName {
    /// Longer names are not compared: the work is quadratic and no key of ours is near that long.
    private static let maximumLength = 40

    /// The known name that is nearest to `name`, or `nil` when none is near.
    static func of(_ name: String, among known: [String]) -> String? {
        guard name.unicodeScalars.count <= maximumLength else { return nil }
        let nearest = known.map { (name: $0, distance: distance(name.lowercased(), $0)) }
            .min { $0.distance < $1.distance }
        guard let nearest, nearest.distance <= tolerance(nearest.name) else { return nil }
        return nearest.name
    }

    /// One slip in a short name, two from six characters, three from ten.
    private static func tolerance(_ name: String) -> Int {
        switch name.count {
        case ..<6: 1
        case 6..<10: 2
        default: 3
        }
    }

    /// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other (the optimal
    /// string alignment distance).
    static func distance(_ left: String, _ right: String) -> Int {
        let (a, b) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                let substitution = last[j] + (a[i] == b[j] ? 0 : 1)
                var best = min(last[j + 1] + 1, row[j] + 1, substitution)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
