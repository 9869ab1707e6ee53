/// In which order the peers are measured, so that what else the machine does, and its growing warm, hits all alike.
public enum RunOrder {
    /// The order in one run: every second run goes backwards, and each pair of runs begins one peer later.
    /// - Parameters:
    ///   - items: What is measured in each run.
    ///   - run: From 1.
    public static func arrange<Item>(_ items: [Item], run: Int) -> [Item] {
        guard run > 0, !items.isEmpty else { return items }
        let shift = ((run - 1) / 2) % items.count
        let turned = Array(items[shift...] + items[..<shift])
        return run.isMultiple(of: 2) ? turned.reversed() : turned
    }
}
