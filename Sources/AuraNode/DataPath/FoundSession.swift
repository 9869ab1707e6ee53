internal import AuraSession

/// The session that was looked up last, for the next run of datagrams is most likely for the same.
struct FoundSession: Sendable {
    private var version: UInt64?
    private var index: UInt32 = 0
    private var session: Session?

    mutating func session(for index: UInt32, in table: SessionTable) -> Session? {
        let newest = table.version
        if version == newest, self.index == index { return session }
        version = newest
        self.index = index
        session = table.session(for: index)
        return session
    }
}
