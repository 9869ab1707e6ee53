extension Firewall {
    /// Rules that drop packets, to be taken away again.
    public struct Block: Sendable {
        let hook: Hook
        let handles: [Int]
        /// When the rules were in force.
        public let since: Moment
    }

    /// Drops what matches, silently, until ``lift(_:)`` or ``clear(_:)``.
    @discardableResult
    public func block(_ match: PacketMatch, at hook: Hook = .forward) async throws -> Block {
        let rules = match.expressions.map { "add rule inet \(Self.table) \(hook.rawValue) \($0) counter drop\n" }
        let answer = try await host.check(["nft", "--echo", "--handle", "-f", "-"], input: rules.joined())
        let handles = answer.split(separator: "\n").compactMap { line in
            line.firstRange(of: "# handle ").flatMap { Int(line[$0.upperBound...]) }
        }
        guard handles.count == rules.count else { throw LabError.unreadable("the handles of new rules", found: answer) }
        return Block(hook: hook, handles: handles, since: .now)
    }

    /// Takes away what one ``block(_:at:)`` added.
    public func lift(_ block: Block) async throws {
        let rules = block.handles.map { "delete rule inet \(Self.table) \(block.hook.rawValue) handle \($0)\n" }
        try await host.check(["nft", "-f", "-"], input: rules.joined())
    }
}
