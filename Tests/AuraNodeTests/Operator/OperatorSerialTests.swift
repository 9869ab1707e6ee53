import AuraBridges
import AuraNode
import AuraPKI
import Foundation
import Testing

@Suite("Serial numbers of bridges manifests, and what they overwrite")
struct OperatorSerialTests {
    @Test("Each manifest has the next number, wherever it goes")
    func sequence() throws {
        try withDesk { desk in
            try desk.makeServer()
            #expect(try desk.sign().signed.manifest.serial == 1)
            let second = try desk.sign()
            #expect(second.signed.manifest.serial == 2 && second.replaced == 1 && !second.isFirst)
            #expect(try desk.sign(to: .file(desk.root + "/x.toml")).signed.manifest.serial == 3)
            #expect(try desk.inspect().manifest?.serial == 2)
            #expect(try desk.mode(desk.serialFile) == 0o600)
        }
    }

    @Test("Without its record the number goes on from the manifest in use")
    func lostRecord() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.sign(serial: 41)
            try desk.remove(desk.serialFile)
            let next = try desk.sign()
            #expect(next.signed.manifest.serial == 42 && !next.isFirst)
            try desk.remove(desk.serialFile)
            let elsewhere = try desk.sign(to: .textOnly)
            #expect(elsewhere.signed.manifest.serial == 43 && !elsewhere.isFirst)
            // Nothing is left that tells.
            try desk.remove(desk.serialFile)
            try desk.remove(desk.manifestFile)
            let anew = try desk.sign()
            #expect(anew.signed.manifest.serial == 1 && anew.isFirst)
        }
    }

    @Test("An expired manifest counts, too")
    func expired() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.sign(serial: 7, days: 1)
            try desk.remove(desk.serialFile)
            let next = try desk.sign(now: days(30))
            #expect(next.signed.manifest.serial == 8 && next.replaced == 7)
        }
    }

    @Test("A number is recorded before the manifest is written, and none is used twice")
    func reserved() throws {
        try withDesk { desk in
            try desk.makeServer()
            // A directory that cannot be made, which shows no earlier than when the manifest is written.
            try FileManager.default.createSymbolicLink(
                atPath: desk.root + "/link", withDestinationPath: desk.root + "/nowhere/nothing")
            #expect(try operatorError { try desk.sign(to: .file(desk.root + "/link/x.toml")) } != nil)
            #expect(try desk.sign().signed.manifest.serial == 2)
        }
    }

    @Test("A number that is not higher is refused unless it is forced", arguments: [1, 5, 6] as [UInt64])
    func lower(serial: UInt64) throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.sign(serial: 6)
            let before = try desk.contents()
            let problems = try argumentProblems { try desk.sign(serial: serial) }
            #expect(problems.count == 1 && problems[0].contains("at least 7 expected"), "\(problems)")
            #expect(try desk.contents() == before)
            #expect(try desk.sign(serial: serial, overwrite: true).signed.manifest.serial == serial)
            #expect(try desk.sign().signed.manifest.serial == serial + 1)
        }
    }

    @Test("A higher number is taken, and the next ones follow it")
    func higher() throws {
        try withDesk { desk in
            try desk.makeServer()
            #expect(try desk.sign(serial: 20_261_124).signed.manifest.serial == 20_261_124)
            #expect(try desk.sign().signed.manifest.serial == 20_261_125)
        }
    }

    @Test("After the highest number there is no next one, but a way back")
    func highest() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.sign(serial: ManifestLimits.serials.upperBound)
            let problems = try argumentProblems { try desk.sign() }
            #expect(problems.count == 1 && problems[0].contains("is the highest"), "\(problems)")
            #expect(try argumentProblems { try desk.sign(overwrite: true) }.count == 1)
            #expect(try desk.sign(serial: 2, overwrite: true).signed.manifest.serial == 2)
            #expect(try desk.sign().signed.manifest.serial == 3)
        }
    }

    @Test(
        "A record without a number is refused",
        arguments: ["", "x\n", "-1\n", "0\n", "1\n2\n", "9223372036854775808\n", "99999999999999999999\n"])
    func badRecord(text: String) throws {
        try withDesk { desk in
            try desk.makeServer()
            try SecretFile.write(text, to: desk.serialFile, overwrite: false)
            #expect(try operatorError { try desk.sign() } == .badSerialRecord(path: desk.serialFile))
            #expect(!FileManager.default.fileExists(atPath: desk.manifestFile))
            #expect(try operatorError { try desk.sign(serial: 9) } == .badSerialRecord(path: desk.serialFile))
            try desk.sign(serial: 9, overwrite: true)
            #expect(try desk.sign().signed.manifest.serial == 10)
        }
    }

    @Test("A record with a comment and a number is read")
    func goodRecord() throws {
        try withDesk { desk in
            try desk.makeServer()
            try SecretFile.write("# mine\n7\n", to: desk.serialFile, overwrite: false)
            #expect(try desk.sign().signed.manifest.serial == 8)
        }
    }

    @Test("What is no manifest of the authority stays, byte for byte, unless it is forced")
    func foreignFile() throws {
        try withDesk { desk in
            try desk.makeServer()
            let vault = try desk.makeForeignAuthority()
            try desk.sign(ca: vault, to: .file(desk.manifestFile))
            let foreign = try desk.contents()
            guard case .exists([desk.manifestFile], _) = try operatorError({ try desk.sign() }) else {
                Issue.record("not refused")
                return
            }
            #expect(try desk.contents() == foreign)
            let forced = try desk.sign(overwrite: true)
            #expect(forced.signed.manifest.serial == 1 && forced.replaced == nil)
            #expect(try desk.inspect().isValid)
        }
    }

    @Test("A file that is too large for a manifest and a changed manifest stay; a directory stays even when forced")
    func otherFiles() throws {
        try withDesk { desk in
            try desk.makeServer()
            let path = desk.root + "/x.toml"
            let large = [UInt8](repeating: 0x0a, count: ManifestLimits.maximumBytes + 1)
            try AtomicFile.write(large, to: path, overwrite: false)
            guard case .exists = try operatorError({ try desk.sign(to: .file(path)) }) else {
                Issue.record("a large file was not refused")
                return
            }
            try desk.sign()
            try AtomicFile.write(Array(try desk.text(desk.manifestFile).utf8) + [0x0a], to: path, overwrite: true)
            guard case .exists = try operatorError({ try desk.sign(to: .file(path)) }) else {
                Issue.record("a changed manifest was not refused")
                return
            }
            try desk.sign(to: .file(path), overwrite: true)
            let error = try operatorError { try desk.sign(to: .file(desk.directory), overwrite: true) }
            #expect(error == .file(.notRegular(path: desk.directory)))
        }
    }

    @Test("Manifests that are signed at once have different numbers, and the newest is in its place")
    func atOnce() async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "aura-operator-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: root) }
        let desk = Desk(root: root)
        try desk.makeServer()
        let serials = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for _ in 0..<8 { group.addTask { try desk.sign().signed.manifest.serial } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(serials.sorted() == Array(1...8))
        #expect(try desk.inspect().manifest?.serial == 8)
    }
}
