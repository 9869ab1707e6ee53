import AuraBridges
import AuraPKI
import Foundation
import Testing

@Suite("Manifest store")
struct ManifestStoreTests {
    @Test("What was saved is loaded, and nothing before that")
    func roundTrip() throws {
        try withTemporaryDirectory { root in
            let store = ManifestStore(path: root + "/alice.toml.bridges")
            #expect(try store.load() == nil)
            let signed = try Signer().sign(Samples.manifest())
            try store.save(signed)
            #expect(try store.load() == signed.bytes)
        }
    }

    @Test("Saving replaces the file whole, for its owner only, and leaves nothing beside it")
    func atomic() throws {
        try withTemporaryDirectory { root in
            let (signer, store) = (try Signer(), ManifestStore(path: root + "/keep"))
            try store.save(signer.sign(Samples.manifest(serial: 1)))
            let reader = try #require(FileHandle(forReadingAtPath: root + "/keep"))
            try store.save(signer.sign(Samples.manifest(serial: 2)))
            // Whoever had the old file open still has it whole.
            #expect(try reader.readToEnd().map { Array($0) } == signer.sign(Samples.manifest(serial: 1)).bytes)
            #expect(try store.load() == signer.sign(Samples.manifest(serial: 2)).bytes)
            #expect(try FileManager.default.contentsOfDirectory(atPath: root) == ["keep"])
            let mode = try FileManager.default.attributesOfItem(atPath: root + "/keep")[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("A directory in the place of the file is an error that names it, when loading and when saving")
    func directory() throws {
        try withTemporaryDirectory { root in
            let store = ManifestStore(path: root)
            #expect(throws: FileError.notRegular(path: root)) { try store.load() }
            let signed = try Signer().sign(Samples.manifest())
            let error = #expect(throws: FileError.self) { try store.save(signed) }
            #expect(error.map { "\($0)".contains(root) } == true)
        }
    }

    @Test("A place that cannot be written is an error that names it")
    func unwritable() throws {
        try withTemporaryDirectory { root in
            try Data().write(to: URL(filePath: root + "/plain"))
            let store = ManifestStore(path: root + "/plain/keep")
            let signed = try Signer().sign(Samples.manifest())
            let error = #expect(throws: FileError.self) { try store.save(signed) }
            #expect(error.map { "\($0)".contains(root + "/plain") } == true)
        }
    }

    @Test("A file of a megabyte is loaded, a larger one is not")
    func tooLarge() throws {
        try withTemporaryDirectory { root in
            let path = root + "/keep"
            let store = ManifestStore(path: path)
            let limit = ManifestLimits.maximumBytes
            try Data(repeating: 0x23, count: limit).write(to: URL(filePath: path))
            #expect(try store.load()?.count == limit)
            try Data(repeating: 0x23, count: limit + 1).write(to: URL(filePath: path))
            #expect(throws: FileError.tooLarge(path: path, limit: limit)) { try store.load() }
        }
    }
}
