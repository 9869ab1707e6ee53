import AuraConfig
import AuraWire
import Testing

@Suite("Records that are refused")
struct RuntimeSnapshotRefusalTests {
    private func problems(changing old: String, to new: String) -> [ConfigurationProblem] {
        RuntimeFixtures.problems(Array(RuntimeFixtures.text.replacing(old, with: new, maxReplacements: 1).utf8))
    }

    @Test("The record that they differ from is good")
    func control() {
        #expect(problems(changing: "1700000000", to: "1") == [])
    }

    @Test(
        "A field that will not do is named, with what was found and expected",
        arguments: [
            ("\"version\":1,", "", "version", "missing", "1, the version"),
            ("\"version\":1", "\"version\":2", "version", "found 2", "1, the version"),
            ("\"version\":1", "\"version\":0", "version", "found 0", "1, the version"),
            ("\"version\":1", "\"version\":\"1\"", "version", "found \"1\"", "1, the version"),
            ("\"version\":1", "\"version\":true", "version", "found true", "1, the version"),
            ("\"version\":1", "\"version\":null", "version", "found a null", "1, the version"),
            ("\"version\":1", "\"version\":1.5", "version", "not whole", "1, the version"),
            ("\"version\":1", "\"version\":[1]", "version", "found a list of 1", "1, the version"),
            ("\"version\":1", "\"version\":{\"a\":1}", "version", "found a table", "1, the version"),
            ("\"bound_at_unix\":1700000000,", "", "bound_at_unix", "missing", "since 1970"),
            ("1700000000", "0", "bound_at_unix", "found 0", "since 1970"),
            ("1700000000", "-1", "bound_at_unix", "found -1", "since 1970"),
            ("1700000000", "-9223372036854775808", "bound_at_unix", "found -9223372036854775808", "since 1970"),
            ("1700000000", "253402300800", "bound_at_unix", "found 253402300800", "at most 253402300799"),
            ("1700000000", "9223372036854775808", "bound_at_unix", "too large", "since 1970"),
            ("1700000000", "1e19", "bound_at_unix", "too large", "since 1970"),
            ("1700000000", "1e400", "bound_at_unix", "too large", "since 1970"),
            ("1700000000", "1e999999999999", "bound_at_unix", "too large", "since 1970"),
            ("1700000000", "1e-999999999999", "bound_at_unix", "found 0", "since 1970"),
            ("1700000000", "1.5", "bound_at_unix", "not whole", "since 1970"),
            ("1700000000", "\"1700000000\"", "bound_at_unix", "found \"1700000000\"", "since 1970"),
            ("1700000000", "false", "bound_at_unix", "found false", "since 1970"),
            ("\"endpoints\":{", "\"endpoint\":{", "endpoints", "missing", "an object"),
            ("\"endpoints\":{", "\"endpoints\":[],\"x\":{", "endpoints", "found a list of 0", "an object"),
            ("\"endpoints\":{", "\"endpoints\":\"\",\"x\":{", "endpoints", "found \"\"", "an object"),
            ("\"endpoints\":{", "\"endpoints\":null,\"x\":{", "endpoints", "found a null", "an object"),
            ("0.0.0.0:8444", "0.0.0.0:0", "endpoints.udp", "found \"0.0.0.0:0\"", "a port from 1 to 65535"),
            ("0.0.0.0:8444", "0.0.0.0:65536", "endpoints.udp", "found \"0.0.0.0:65536\"", "a port from 1 to 65535"),
            ("0.0.0.0:8444", "0.0.0.0:-1", "endpoints.udp", "found \"0.0.0.0:-1\"", "a port from 1 to 65535"),
            ("0.0.0.0:8444", "0.0.0.0", "endpoints.udp", "found \"0.0.0.0\"", "an address with a port"),
            ("0.0.0.0:8444", "::1:8444", "endpoints.udp", "found \"::1:8444\"", "like \"0.0.0.0:8443\""),
            ("192.0.2.1:8445", "localhost:8445", "endpoints.tcp", "found \"localhost:8445\"", "an address"),
            ("192.0.2.1:8445", "", "endpoints.tcp", "found \"\"", "an address"),
            ("\"[::]:65535\"", "65535", "endpoints.quic", "found 65535", "an address"),
            ("\"[::]:65535\"", "null", "endpoints.quic", "found a null", "an address"),
            ("\"[::]:65535\"", "{}", "endpoints.quic", "found a table", "an address"),
        ])
    func fields(old: String, new: String, key: String, found: String, expected: String) throws {
        #expect(RuntimeFixtures.text.contains(old))
        let problems = problems(changing: old, to: new)
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.file == "r.json")
        #expect(problem.keyPath == key)
        #expect(problem.found.contains(found))
        #expect(problem.expected.contains(expected))
        #expect(problem.suggestion?.contains("restart the server") == true)
    }

    @Test("Of another version only that is said, whatever else it has")
    func otherVersion() {
        #expect(RuntimeFixtures.problems(Array("{\"version\":2}".utf8)).map(\.keyPath) == ["version"])
        #expect(
            RuntimeFixtures.problems(Array("{\"version\":1}".utf8)).map(\.keyPath) == ["bound_at_unix", "endpoints"])
    }

    @Test(
        "A key that is given twice is refused, at every level and in every spelling",
        arguments: [
            ("\"version\":1", "\"version\":1,\"version\":1", "the key \"version\" twice"),
            ("\"version\":1", "\"version\":1,\"version\" \n:2", "the key \"version\" twice"),
            ("\"udp\":", "\"udp\":\"1.2.3.4:5\",\"udp\":", "the key \"udp\" twice"),
            ("{\"version\":1", "{\"new\":[{\"a\":1,\"a\":2}],\"version\":1", "the key \"a\" twice"),
            ("\"udp\":", "\"\\u0075dp\":\"1.2.3.4:5\",\"udp\":", "an escape in the key"),
        ])
    func twice(old: String, new: String, found: String) {
        #expect(RuntimeFixtures.text.contains(old))
        #expect(problems(changing: old, to: new).map(\.found).first?.hasPrefix(found) == true)
        #expect(problems(changing: "\"udp\":", to: "\"new\":{\"udp\":1,\"tcp\":[\"udp\",\"udp\"]},\"udp\":") == [])
    }

    @Test(
        "What is no JSON object is one problem that names the file",
        arguments: [
            "", " ", "{", "}", "[", "]", "[]", "null", "1", "\"", "\"a\"", "{]", "[}", "{\"version\"", "{\"version\":}",
            "{\"version\":1", "{\"version\":1}}", "{\"version\":1} x", "{version:1}", "{'version':1}", "{,}",
            "{\"version\":NaN}", "{\"version\":Infinity}", "{\"version\":-}", "{\"version\":0x1}", "{\"version\":01}",
            "{\"version\":1 \"x\":2}", "{\"version\":1,,}", "{\"a\":\"\\ud800\"", "{\"a\":\"\\q\"}", "{\"a\":\"\n\"}",
            "// c\n{}", "version = 1\n", "{\"a\":tru}", "{\"a\":\"\u{1}\"}", "\u{feff}",
        ])
    func malformed(text: String) {
        let problems = RuntimeFixtures.problems(Array(text.utf8))
        #expect(problems.count == 1)
        #expect(problems.first?.description.hasPrefix("r.json: ") == true)
    }

    @Test(
        "Bytes that are not UTF-8, other encodings and control characters are refused",
        arguments: [
            ([0xff], "not UTF-8"), ([0xc0, 0x80], "not UTF-8"), ([0xed, 0xa0, 0x80], "not UTF-8"),
            ([0], "a control character"), ([0x1b], "a control character"),
        ] as [([UInt8], String)])
    func encodings(bytes: [UInt8], found: String) {
        let unknown = Array("{\"new\":\"".utf8) + bytes + Array("\",".utf8)
        let problems = RuntimeFixtures.problems(unknown + Array(RuntimeFixtures.text.utf8.dropFirst()))
        #expect(problems.count == 1)
        #expect(problems.first?.found.contains(found) == true)
        let wide = RuntimeFixtures.text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
        #expect(RuntimeFixtures.problems(wide).map(\.found) == ["a control character"])
        #expect(RuntimeFixtures.problems([0xff, 0xfe] + wide).map(\.found) == ["bytes that are not UTF-8"])
    }

    @Test("Deep nesting is refused before it is decoded", arguments: ["[", "{\"a\":", "[{\"a\":"])
    func nesting(opener: String) {
        let most = ConfigurationLimits.maximumSnapshotBytes
        let deep = String(repeating: opener, count: most / opener.utf8.count - 10)
        #expect(problems(changing: "{\"version\"", to: "{\"n\":\(deep)").map(\.found) != [])
        let text = "{\"n\":" + deep
        #expect(
            RuntimeFixtures.problems(Array(text.utf8)).map(\.found) == ["more than 8 brackets inside each other"])
        #expect(problems(changing: "{\"version\"", to: "{\"n\":[[[[[[[1]]]]]]],\"version\"") == [])
        #expect(problems(changing: "{\"version\"", to: "{\"n\":[[[[[[[[1]]]]]]]],\"version\"").count == 1)
        #expect(problems(changing: "{\"version\"", to: "{\"n\":\"[[[[[[[[[[{{{{\\\"[[\",\"version\"") == [])
    }

    @Test("A record of the largest size is read, one byte more is not")
    func size() {
        let room = ConfigurationLimits.maximumSnapshotBytes - RuntimeFixtures.text.utf8.count
        let padding = String(repeating: " ", count: room)
        #expect(RuntimeFixtures.problems(Array((RuntimeFixtures.text + padding).utf8)) == [])
        let problems = RuntimeFixtures.problems(Array((RuntimeFixtures.text + padding + " ").utf8))
        #expect(problems.map(\.expected) == ["at most 65536 bytes"])
    }

    @Test("A file that is too large is refused while it is read")
    func largeFile() throws {
        try TemporaryDirectory.with { directory in
            let path = directory + "/r.json"
            let limit = ConfigurationLimits.maximumSnapshotBytes
            try TemporaryDirectory.write(String(repeating: " ", count: limit + 1), to: path)
            let error = try #require(throws: ConfigurationError.self) { try RuntimeSnapshot.load(path) }
            #expect(error.problems.map(\.expected) == ["at most 65536 bytes"])
        }
    }

    @Test("The most members that fit are read in bounded time")
    func manyMembers() {
        let members = (0..<7000).map { "\"\($0)\":1e9" }.joined(separator: ",")
        let text = RuntimeFixtures.text.replacing("{\"version\"", with: "{\(members),\"version\"")
        #expect(text.utf8.count > 60_000 && text.utf8.count <= ConfigurationLimits.maximumSnapshotBytes + 20_000)
        let start = ContinuousClock.now
        _ = RuntimeFixtures.problems(Array(text.utf8))
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
