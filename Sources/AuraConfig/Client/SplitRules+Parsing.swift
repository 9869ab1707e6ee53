internal import AuraWire

extension SplitRules {
    /// Reads the `[tunnel.split]` table; a block that is given twice, in one list or in both, is a problem.
    init?(_ table: TableReader<ProfileKeys.Split>) {
        var seen: [CIDR: String] = [:]
        let vpn = Self.blocks(.vpn, in: table, seen: &seen)
        let direct = Self.blocks(.direct, in: table, seen: &seen)
        guard let vpn, let direct else { return nil }
        self.init(vpn: vpn, direct: direct)
    }

    private static func blocks(
        _ list: ProfileKeys.Split, in table: TableReader<ProfileKeys.Split>, seen: inout [CIDR: String]
    ) -> [CIDR]? {
        guard let blocks: [TableReader<ProfileKeys.SplitBlock>] = table.blocks(list) else { return nil }
        var result: [CIDR] = []
        for block in blocks {
            guard let cidr = block.required(.cidr, .block) else { continue }
            let path = block.path(of: .cidr)
            if let earlier = seen.updateValue(path, forKey: cidr) {
                block.log.report(
                    path, found: "\(cidr) is already in \(earlier)", expected: "each block once, in one list",
                    suggestion: "remove one of the two")
            }
            result.append(cidr)
        }
        return result.count == blocks.count ? result : nil
    }
}
