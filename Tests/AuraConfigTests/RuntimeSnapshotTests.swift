import AuraConfig
import AuraWire
import Foundation
import Testing

@Suite("The record of what a server bound")
struct RuntimeSnapshotTests {
    private func parse(_ text: String) throws -> RuntimeSnapshot {
        try RuntimeSnapshot(parsing: Array(text.utf8), path: "r.json")
    }

    @Test("Its name is appended to that of server.toml")
    func suffix() {
        #expect(RuntimeSnapshot.path(ofServer: "/etc/aura/server.toml") == "/etc/aura/server.toml.runtime.json")
        #expect(RuntimeSnapshot.path(ofServer: "a") == "a.runtime.json")
    }

    @Test("It is written in one form")
    func text() throws {
        #expect(String(decoding: try RuntimeFixtures.snapshot().rendered(), as: UTF8.self) == RuntimeFixtures.text)
        let empty = RuntimeSnapshot(boundAt: Date(timeIntervalSince1970: 1), endpoints: [:])
        #expect(
            String(decoding: empty.rendered(), as: UTF8.self)
                == "{\"version\":1,\"bound_at_unix\":1,\"endpoints\":{}}\n")
    }

    @Test("Writing and reading give the same, with any transports", arguments: 0..<8)
    func roundTrip(mask: Int) throws {
        let all = try RuntimeFixtures.snapshot().endpoints
        let some = TransportKind.allCases.enumerated().filter { mask >> $0.offset & 1 == 1 }.map(\.element)
        let snapshot = RuntimeSnapshot(
            boundAt: Date(timeIntervalSince1970: 1_700_000_000.75), endpoints: all.filter { some.contains($0.key) })
        #expect(snapshot.endpoints.count == some.count)
        #expect(try RuntimeSnapshot(parsing: snapshot.rendered(), path: "r.json") == snapshot)
    }

    @Test("Random records are read as they were written")
    func randomRoundTrips() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let snapshot = RuntimeFixtures.random(&generator)
            #expect(try RuntimeSnapshot(parsing: snapshot.rendered(), path: "r.json") == snapshot)
        }
    }

    @Test(
        "Blanks, order and keys of newer versions do not matter",
        arguments: [
            " {\n \"endpoints\" : { \"tcp\":\"[::]:1\" },\r\n\t\"version\" : 1 , \"bound_at_unix\":5 }\n\n",
            "{\"version\":1,\"bound_at_unix\":5,\"endpoints\":{\"tcp\":\"[::]:1\",\"sctp\":{\"a\":[1,2]},\"version\":9}}",
            "{\"new\":{\"udp\":\"x\",\"endpoints\":[]},\"version\":1,\"bound_at_unix\":5,\"endpoints\":{\"tcp\":\"[::]:1\"}}",
            "{\"version\":1,\"bound_at_unix\":5,\"big\":1e999999999,\"endpoints\":{\"tcp\":\"[0:0::0]:00001\"},\"n\":null}",
            "{\"version\":1,\"bound_at_unix\":5,\"udp\":\"1.2.3.4:5\",\"endpoints\":{\"tcp\":\"[::]:1\"}}",
        ])
    func tolerant(text: String) throws {
        let snapshot = try parse(text)
        #expect(snapshot.endpoints.mapValues(\.description) == [.tcp: "[::]:1"])
        #expect(snapshot.boundAt.timeIntervalSince1970 == 5)
    }

    @Test("No file is no record, and no error")
    func missing() throws {
        try TemporaryDirectory.with { directory in
            #expect(try RuntimeSnapshot.load(directory + "/none") == nil)
            #expect(try RuntimeSnapshot.load(directory + "/none/none") == nil)
            let path = directory + "/server.toml.runtime.json"
            try TemporaryDirectory.write(RuntimeFixtures.text, to: path, mode: 0o644)
            #expect(try RuntimeSnapshot.load(path) == RuntimeFixtures.snapshot())
        }
    }

    @Test("A directory, a FIFO and a file below a file are errors that name the path")
    func notRegular() throws {
        try TemporaryDirectory.with { directory in
            let (fifo, file) = (directory + "/fifo", directory + "/file")
            #expect(mkfifo(fifo, 0o600) == 0)
            try TemporaryDirectory.write("", to: file)
            for path in [directory, fifo, file + "/below", file] {
                let error = try #require(throws: ConfigurationError.self) { try RuntimeSnapshot.load(path) }
                #expect(error.problems.map(\.file) == [path])
            }
        }
    }

    @Test("A file that may not be read is an error", .enabled(if: getuid() != 0))
    func unreadable() throws {
        try TemporaryDirectory.with { directory in
            try TemporaryDirectory.write(RuntimeFixtures.text, to: directory + "/r.json", mode: 0)
            let error = try #require(throws: ConfigurationError.self) {
                try RuntimeSnapshot.load(directory + "/r.json")
            }
            #expect(error.problems.map(\.found) == ["cannot be opened: Permission denied"])
        }
    }

    @Test(
        "The age is told in whole seconds, never negative",
        arguments: [(0, 0), (0.9, 0), (61.5, 61), (-3600, 0), (.nan, 0), (.infinity, 253_402_300_799), (-.infinity, 0)]
            as [(Double, Int64)])
    func age(later: Double, seconds: Int64) throws {
        let snapshot = try RuntimeFixtures.snapshot()
        let now = Date(timeIntervalSince1970: snapshot.boundAt.timeIntervalSince1970 + later)
        #expect(snapshot.age(now: now) == .seconds(seconds))
    }

    @Test(
        "A time that no record can have is cut to the nearest that it can",
        arguments: [(.nan, 1), (-.infinity, 1), (-5, 1), (0, 1), (.infinity, 253_402_300_799), (7.9, 7)]
            as [(Double, Double)])
    func absurdTimes(time: Double, expected: Double) throws {
        let snapshot = RuntimeSnapshot(boundAt: Date(timeIntervalSince1970: time), endpoints: [:])
        #expect(snapshot.boundAt.timeIntervalSince1970 == expected)
        #expect(try RuntimeSnapshot(parsing: snapshot.rendered(), path: "r.json") == snapshot)
    }

    @Test("What is bound to no port is not bound")
    func noPort() throws {
        let any = try #require(SocketAddress("0.0.0.0:0"))
        let some = try #require(SocketAddress("0.0.0.0:1"))
        #expect(RuntimeSnapshot(boundAt: Date(), endpoints: [.udp: any, .tcp: some]).endpoints == [.tcp: some])
    }
}
