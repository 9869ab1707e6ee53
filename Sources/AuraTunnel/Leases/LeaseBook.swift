public import AuraWire

/// Who has which inner addresses: gives them out, remembers them, and keeps the file in step.
///
/// A client keeps its place for as long as it can; a new one gets the lowest that is free. When none is, the client that was
/// away longest loses its own. Owned by one task or under its owner's lock.
public struct LeaseBook: Sendable {
    /// The longest client name in bytes.
    public static let maximumNameLength = 255

    /// What an assignment came to.
    public struct Assignment: Sendable {
        /// The client's addresses.
        public let addresses: InnerAddresses
        /// The name that lost its lease to this one.
        public let reclaimedFrom: String?
        /// Why the file could not be written; the assignment holds nevertheless, until the process ends.
        public let saveError: StateFileError?
    }

    /// The blocks in use.
    public let pool: AddressPool
    private let store: LeaseStore?
    private var places: [String: Int] = [:]
    private var names: [Int: String] = [:]
    private var lastUsed: [String: Int64] = [:]
    /// No place below it is free.
    private var lowestCandidate = AddressPool.serverPlace + 1
    private var isUnsaved = false

    /// Opens the book: reads the file and drops leases that the pool no longer holds, a line in `notes` for each change.
    ///
    /// Throws when the file is malformed; it is not touched then. Without a store nothing outlives the process.
    public init(pool: AddressPool, store: LeaseStore?, notes: inout [String]) throws(StateFileError) {
        self.pool = pool
        self.store = store
        for lease in try store?.load() ?? [] { adopt(lease, &notes) }
    }

    /// All leases, by place.
    public var leases: [Lease] {
        names.sorted { $0.key < $1.key }.map { place, name in
            Lease(name: name, addresses: pool.addresses(at: place), lastUsed: lastUsed[name] ?? 0)
        }
    }

    /// The addresses of a client that has some.
    public func addresses(of name: String) -> InnerAddresses? {
        places[name].map(pool.addresses(at:))
    }

    /// Gives a client its addresses: those it had, else the lowest that are free, else those of the client that has been away
    /// longest. `now` is in seconds since 1970; `isConnected` tells whose leases may not be taken. The file follows at once,
    /// or with the next ``save()`` when `saves` is false.
    public mutating func assign(
        to name: String, now: Int64, saves: Bool = true, isConnected: (String) -> Bool
    ) throws(AddressPoolError) -> Assignment {
        guard (1...Self.maximumNameLength).contains(name.utf8.count) else {
            throw .invalidName(length: name.utf8.count)
        }
        if let place = places[name] {
            touch(name, now: now)
            return Assignment(addresses: pool.addresses(at: place), reclaimedFrom: nil, saveError: nil)
        }
        let (place, loser) = try freePlace(isConnected)
        enter(name, at: place, lastUsed: now)
        isUnsaved = true
        return Assignment(addresses: pool.addresses(at: place), reclaimedFrom: loser, saveError: saves ? save() : nil)
    }

    /// Notes that a client was there at `now`; the file follows with the next `save`.
    public mutating func touch(_ name: String, now: Int64) {
        guard places[name] != nil else { return }
        lastUsed[name] = max(now, lastUsed[name] ?? now)
        isUnsaved = true
    }

    /// Forgets a client; its place is free. False when it had none.
    @discardableResult
    public mutating func remove(_ name: String) -> Bool {
        guard let place = places.removeValue(forKey: name) else { return false }
        names[place] = nil
        lastUsed[name] = nil
        lowestCandidate = min(lowestCandidate, place)
        isUnsaved = true
        return true
    }

    /// Writes the file if anything changed since; the error when that fails. Call it now and then, and at the end.
    public mutating func save() -> StateFileError? {
        guard isUnsaved, let store else { return nil }
        do {
            try store.save(leases)
            isUnsaved = false
            return nil
        } catch {
            return error
        }
    }

    private mutating func adopt(_ lease: Lease, _ notes: inout [String]) {
        guard let place = pool.place(of: lease.addresses), names[place] == nil else {
            notes.append(
                "the lease of \(lease.name) (\(Self.text(lease.addresses))) is not in the pool and was dropped")
            isUnsaved = true
            return
        }
        enter(lease.name, at: place, lastUsed: lease.lastUsed)
        let addresses = pool.addresses(at: place)
        // A family that came or went changes a lease without costing the client its place.
        guard addresses != lease.addresses else { return }
        notes.append("the pool has changed: \(lease.name) now has \(Self.text(addresses))")
        isUnsaved = true
    }

    private static func text(_ addresses: InnerAddresses) -> String {
        addresses.all.map(\.description).joined(separator: ", ")
    }

    private mutating func enter(_ name: String, at place: Int, lastUsed time: Int64) {
        places[name] = place
        names[place] = name
        lastUsed[name] = time
    }

    private mutating func freePlace(_ isConnected: (String) -> Bool) throws(AddressPoolError) -> (Int, loser: String?) {
        while lowestCandidate <= pool.lastPlace, names[lowestCandidate] != nil { lowestCandidate += 1 }
        if lowestCandidate <= pool.lastPlace { return (lowestCandidate, nil) }
        // The longest unused, and of equals the lowest place, so that the choice does not depend on hashing.
        let candidates = names.filter { !isConnected($0.value) }
        let loser = candidates.min { (lastUsed[$0.value] ?? 0, $0.key) < (lastUsed[$1.value] ?? 0, $1.key) }
        guard let loser else { throw .exhausted(capacity: pool.clientCapacity) }
        remove(loser.value)
        return (loser.key, loser.value)
    }
}
