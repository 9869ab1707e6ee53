import AuraTunnel
import AuraWire
import Testing

@Suite("Lease book")
struct LeaseBookTests {
    let directory: TemporaryDirectory
    let store: LeaseStore

    init() throws {
        directory = try TemporaryDirectory()
        store = LeaseStore(path: directory.file("leases.json"))
    }

    private func open(_ v4: String?, _ v6: String? = nil) throws -> (book: LeaseBook, notes: [String]) {
        var notes: [String] = []
        let pool = try AddressPool(v4: v4.map(block), v6: v6.map(block))
        let book = try LeaseBook(pool: pool, store: store, notes: &notes)
        return (book, notes)
    }

    private func give(_ book: inout LeaseBook, _ name: String, now: Int64 = 100, connected: Set<String> = []) throws
        -> LeaseBook.Assignment
    {
        try book.assign(to: name, now: now) { connected.contains($0) }
    }

    @Test("The lowest free addresses, the same place in both families, and the same ones again")
    func lowestFree() throws {
        var book = try open("10.77.0.0/24", "fd77::/64").book
        #expect(try give(&book, "a").addresses == inner("10.77.0.2", "fd77::2"))
        #expect(try give(&book, "b").addresses == inner("10.77.0.3", "fd77::3"))
        #expect(try give(&book, "a").addresses == inner("10.77.0.2", "fd77::2"))
        let removed = book.remove("a")
        #expect(removed)
        #expect(book.addresses(of: "a") == nil)
        #expect(try give(&book, "c").addresses == inner("10.77.0.2", "fd77::2"))
        #expect(try give(&book, "a").addresses == inner("10.77.0.4", "fd77::4"))
    }

    @Test("A restart changes nothing, and the file is for its owner only")
    func stable() throws {
        var first = try open("10.77.0.0/24", "fd77::/64").book
        for name in ["a", "b", "c"] { #expect(try give(&first, name).saveError == nil) }
        var (second, notes) = try open("10.77.0.0/24", "fd77::/64")
        #expect(notes.isEmpty)
        #expect(second.leases == first.leases)
        #expect(try give(&second, "c").addresses == inner("10.77.0.4", "fd77::4"))
        #expect(try directory.mode("leases.json") == 0o600)
        #expect(directory.names == ["leases.json"])
    }

    @Test("A lease that need not be saved at once holds, and is in the file with the next save")
    func saveLater() throws {
        var book = try open("10.77.0.0/24").book
        let first = try book.assign(to: "a", now: 100, saves: false) { _ in false }
        #expect(first.addresses == inner("10.77.0.2", nil) && first.saveError == nil)
        #expect(try store.load().isEmpty)
        _ = try give(&book, "b")
        #expect(try store.load().map(\.name) == ["a", "b"])
        _ = try book.assign(to: "c", now: 100, saves: false) { _ in false }
        #expect(book.save() == nil)
        #expect(try store.load().map(\.name) == ["a", "b", "c"])
    }

    @Test("A touch is saved when asked, and only then")
    func touch() throws {
        var book = try open("10.77.0.0/24").book
        _ = try give(&book, "a", now: 100)
        book.touch("a", now: 500)
        book.touch("a", now: 400)
        book.touch("nobody", now: 900)
        #expect(try store.load().map(\.lastUsed) == [100])
        #expect(book.save() == nil)
        #expect(try store.load().map(\.lastUsed) == [500])
    }

    @Test("A full pool takes from the client away longest, never from a connected one")
    func reclaims() throws {
        var book = try open("10.77.0.0/29").book
        for (index, name) in ["a", "b", "c", "d", "e"].enumerated() {
            _ = try give(&book, name, now: Int64(100 - index))
        }
        let everybody: Set = ["a", "b", "c", "d", "e"]
        #expect(throws: AddressPoolError.exhausted(capacity: 5)) { _ = try give(&book, "f", connected: everybody) }
        let assignment = try give(&book, "f", now: 200, connected: ["e"])
        #expect(assignment.reclaimedFrom == "d")
        #expect(assignment.addresses == inner("10.77.0.5", nil))
        #expect(book.addresses(of: "d") == nil && book.addresses(of: "e") == inner("10.77.0.6", nil))
        #expect(try store.load().map(\.name).sorted() == ["a", "b", "c", "e", "f"])
    }

    @Test("Neither network nor broadcast is ever given, nor an address twice")
    func neverSpecial() throws {
        var book = try open("10.77.0.0/28").book
        var given: Set<InnerAddresses> = []
        for index in 0..<13 { given.insert(try give(&book, "c\(index)").addresses) }
        #expect(given.count == 13)
        #expect(given.isDisjoint(with: [inner("10.77.0.0", nil), inner("10.77.0.1", nil), inner("10.77.0.15", nil)]))
    }

    @Test("A changed pool drops what is outside it, says so, and keeps the rest")
    func changedPool() throws {
        var old = try open("10.77.0.0/24").book
        for name in ["a", "b"] { _ = try give(&old, name) }
        let wider = try open("10.77.0.0/16", "fd77::/64")
        #expect(wider.book.addresses(of: "b") == inner("10.77.0.3", "fd77::3"))
        #expect(wider.notes.count == 2)
        var (moved, notes) = try open("10.78.0.0/24")
        #expect(notes.count == 2 && notes.allSatisfy { $0.contains("10.77.0.") })
        #expect(moved.leases.isEmpty)
        #expect(try give(&moved, "b").addresses == inner("10.78.0.2", nil))
        #expect(try store.load().map(\.name) == ["b"])
    }

    @Test("A disk that does not take the file is reported; the assignment holds")
    func diskError() throws {
        var notes: [String] = []
        let nowhere = LeaseStore(path: directory.file("missing/leases.json"))
        var book = try LeaseBook(pool: AddressPool(v4: block("10.0.0.0/24"), v6: nil), store: nowhere, notes: &notes)
        let assignment = try give(&book, "a")
        #expect(assignment.addresses == inner("10.0.0.2", nil))
        #expect(assignment.saveError?.path.contains("missing/leases.json") == true)
        #expect(book.addresses(of: "a") == inner("10.0.0.2", nil))
        // A later attempt tries again rather than forgetting.
        #expect(book.save() != nil)
    }

    @Test("Names without a length that makes sense get nothing", arguments: [0, 256])
    func badName(length: Int) throws {
        var book = try open("10.0.0.0/24").book
        #expect(throws: AddressPoolError.invalidName(length: length)) {
            _ = try give(&book, String(repeating: "x", count: length))
        }
    }
}
