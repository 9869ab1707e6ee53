import AuraTunnel
import AuraWire
import Testing

@Suite("Lease file")
struct LeaseStoreTests {
    private static let good =
        #"{"schema_version":1,"leases":[{"name":"a","v4":"10.0.0.2","v6":"fd::2","last_used":7}]}"#

    @Test("A good file is read; a missing one has no leases")
    func reads() throws {
        let directory = try TemporaryDirectory()
        let store = LeaseStore(path: directory.file("leases.json"))
        #expect(try store.load().isEmpty)
        try directory.write(Self.good, to: "leases.json")
        #expect(try store.load() == [Lease(name: "a", addresses: inner("10.0.0.2", "fd::2"), lastUsed: 7)])
    }

    @Test(
        "A malformed file is an error that names path and field, and the file stays as it was",
        arguments: [
            ("", "not valid JSON"), ("{", "not valid JSON"), ("[]", "wrong type"), ("{}", "schema_version is missing"),
            (#"{"schema_version":2,"leases":[]}"#, "schema_version is 2; expected 1"),
            (#"{"schema_version":1}"#, "leases is missing"),
            (#"{"schema_version":1,"leases":[{"name":"a","last_used":1}]}"#, "leases[0] has neither"),
            (#"{"schema_version":1,"leases":[{"name":"a","v4":"10.0.0.999","last_used":1}]}"#, "leases[0].v4 is"),
            (#"{"schema_version":1,"leases":[{"name":"a","v6":"10.0.0.9","last_used":1}]}"#, "leases[0].v6 is"),
            (#"{"schema_version":1,"leases":[{"name":"a","v4":"10.0.0.9"}]}"#, "leases[0].last_used is missing"),
            (
                #"{"schema_version":1,"leases":[{"name":"a","v4":"10.0.0.9","last_used":"x"}]}"#,
                "leases[0].last_used has"
            ),
            (#"{"schema_version":1,"leases":[{"name":"","v4":"10.0.0.9","last_used":1}]}"#, "leases[0].name has 0"),
            (
                #"{"schema_version":1,"leases":[{"name":"a","v4":"10.0.0.9","last_used":1},"#
                    + #"{"name":"a","v4":"10.0.0.8","last_used":1}]}"#, "leases[1].name repeats"
            ),
            (
                #"{"schema_version":1,"leases":[{"name":"a","v4":"10.0.0.9","last_used":1},"#
                    + #"{"name":"b","v4":"10.0.0.9","last_used":1}]}"#, "leases[1].v4 repeats"
            ),
        ])
    func malformed(text: String, expected: String) throws {
        let directory = try TemporaryDirectory()
        try directory.write(text, to: "leases.json")
        let pool = try AddressPool(v4: block("10.0.0.0/24"), v6: nil)
        let error = try #require(throws: StateFileError.self) {
            var notes: [String] = []
            _ = try LeaseBook(pool: pool, store: LeaseStore(path: directory.file("leases.json")), notes: &notes)
        }
        #expect(error.isMalformed && error.path == directory.file("leases.json"))
        #expect(error.description.contains(expected), "\(error)")
        #expect(directory.text("leases.json") == text)
        #expect(directory.names == ["leases.json"])
    }

    @Test("A file that others can write is not believed")
    func writable() throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.good, to: "leases.json", mode: 0o666)
        let error = try #require(throws: StateFileError.self) {
            _ = try LeaseStore(path: directory.file("leases.json")).load()
        }
        #expect(error.description.contains("written by others"))
    }
}
