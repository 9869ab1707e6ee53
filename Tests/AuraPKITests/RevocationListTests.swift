import AuraPKI
import Foundation
import Testing

@Suite("Revocation list")
struct RevocationListTests {
    @Test("A list is the same after a round trip through its text")
    func roundTrip() throws {
        var list = RevocationList()
        try list.add(Revocation(serial: "0a", name: "alice", at: now))
        try list.add(Revocation(serial: "FF:00:12", name: "2001:db8::1", at: now.addingTimeInterval(-5.5)))
        let read = try RevocationList(text: list.text)
        #expect(read == list)
        #expect(read.entries.map(\.serial) == ["ff0012", "0a"])
        #expect(read[serial: "ff0012"]?.at == now.addingTimeInterval(-6))
        #expect(list.text == "# SERIAL NAME UNIXTIME\nff0012 2001:db8::1 1795478394\n0a alice 1795478400\n")
    }

    @Test("Comments, empty lines, tabs and line ends of other systems are passed over")
    func lenience() throws {
        let list = try RevocationList(text: "# a comment\r\n\r\n  0a\talice  5 \n\n#0b bob 6\n0c carol 7")
        #expect(list.entries.map(\.name) == ["alice", "carol"])
        #expect(try RevocationList(text: "").count == 0)
    }

    @Test("A serial number is found in the one form that certificates give", arguments: ["0A", "00:0a", "000a", "0a"])
    func canonicalSerial(_ written: String) throws {
        #expect(try RevocationList(text: "\(written) alice 5")[serial: "0a"]?.name == "alice")
    }

    @Test(
        "A bad line is an error with the file and the line's number",
        arguments: [
            "0a alice", "0a alice 5 6", "xx alice 5", "0 alice 5", "0a al/ice 5", "0a alice -5", "0a alice 5.5",
            "0a alice 253402300800", "0a alice 99999999999999999999", "00 alice 5", ": alice 5", "0a alice +5",
            "\(String(repeating: "ab", count: 21)) alice 5",
        ])
    func badLine(_ line: String) throws {
        let error = #expect(throws: RecordFileError.self) {
            try RevocationList(text: "# head\n0b bob 5\n\(line)\n", path: "/etc/aura/revoked.txt")
        }
        let text = try #require(error).description
        #expect(text.hasPrefix("/etc/aura/revoked.txt:3: \"\(line)\" found"))
        #expect(text.contains("SERIAL NAME UNIXTIME"))
    }

    @Test("Adding a serial number again changes nothing")
    func idempotent() throws {
        var list = RevocationList()
        #expect(try list.add(Revocation(serial: "0a", name: "alice", at: now)))
        #expect(try !list.add(Revocation(serial: "0A", name: "bob", at: now.addingTimeInterval(5))))
        #expect(list.entries == [try Revocation(serial: "0a", name: "alice", at: now)])
        #expect(try RevocationList(text: "0a alice 5\n0a bob 6")[serial: "0a"]?.name == "alice")
    }

    @Test("A list holds its limit of entries and no more")
    func countLimit() throws {
        let limit = PKILimits.maximumRecords
        let lines = (0..<limit).map { String(0x100000 + $0, radix: 16) + " x 5\n" }.joined()
        var full = try RevocationList(text: lines)
        #expect(full.count == limit)
        #expect(throws: RecordFileError.tooMany(path: "r", limit: limit)) {
            try RevocationList(text: lines + "0a x 5\n", path: "r")
        }
        #expect(throws: RecordFileError.self) { try full.add(Revocation(serial: "0a", name: "x", at: now)) }
        #expect(try !full.add(Revocation(serial: "100000", name: "x", at: now)))
    }

    @Test("A text over its limit is refused unread")
    func sizeLimit() throws {
        let limit = PKILimits.maximumRecordFileBytes
        let comment = "#" + String(repeating: "x", count: limit - 1)
        #expect(try RevocationList(text: comment).count == 0)
        #expect(throws: RecordFileError.file(.tooLarge(path: "r", limit: limit))) {
            try RevocationList(text: comment + "x", path: "r")
        }
    }

    @Test("Entries are added to a file that need not be there, and only new ones are told")
    func file() throws {
        try withTemporaryDirectory { root in
            let path = root + "/aura/revoked.txt"
            #expect(try RevocationList(contentsOf: path).count == 0)
            let (one, two) = (
                try Revocation(serial: "0a", name: "alice", at: now), try Revocation(serial: "0b", name: "bob", at: now)
            )
            #expect(try RevocationList.add([one], toFile: path) == [one])
            #expect(try RevocationList.add([one, two], toFile: path) == [two])
            #expect(try RevocationList(contentsOf: path).entries == [one, two])
            #expect(try mode(of: path) == 0o600)
        }
    }

    @Test("A file with a bad line is not replaced")
    func badFile() throws {
        try withTemporaryDirectory { root in
            let path = root + "/revoked.txt"
            try AtomicFile.write(Array("nonsense\n".utf8), to: path, overwrite: false)
            let entry = try Revocation(serial: "0a", name: "alice", at: now)
            #expect(throws: RecordFileError.self) { try RevocationList.add([entry], toFile: path) }
            #expect(try BoundedFile.loadText(path, limit: 100) == "nonsense\n")
        }
    }
}
