import AuraPKI
import Foundation
import Testing

@Suite("Atomic files")
struct AtomicFileTests {
    @Test("A file gets exactly the mode that was asked for, whatever the umask", arguments: [0o600, 0o644, 0o666])
    func exactMode(_ wanted: Int) throws {
        try withTemporaryDirectory { root in
            try AtomicFile.write([1, 2, 3], to: root + "/file", mode: UInt32(wanted), overwrite: false)
            #expect(try mode(of: root + "/file") == wanted)
            #expect(try BoundedFile.load(root + "/file", limit: 3) == [1, 2, 3])
        }
    }

    @Test("A file that is there is replaced only when asked, and nothing is left behind")
    func overwrite() throws {
        try withTemporaryDirectory { root in
            let path = root + "/file"
            try AtomicFile.write([1], to: path, mode: 0o644, overwrite: false)
            #expect(throws: FileError.exists(path: path)) { try AtomicFile.write([2], to: path, overwrite: false) }
            #expect(try BoundedFile.load(path, limit: 9) == [1])
            try SecretFile.write([3], to: path, overwrite: true)
            #expect(try BoundedFile.load(path, limit: 9) == [3])
            #expect(try mode(of: path) == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: root) == ["file"])
        }
    }

    @Test("A link is replaced, and the file that it led to is left alone")
    func replacesLink() throws {
        try withTemporaryDirectory { root in
            let (link, target) = (root + "/link", root + "/target")
            try AtomicFile.write([1], to: target, overwrite: false)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
            #expect(throws: FileError.exists(path: link)) { try AtomicFile.write([2], to: link, overwrite: false) }
            try AtomicFile.write([2], to: link, overwrite: true)
            #expect(try BoundedFile.load(target, limit: 9) == [1])
            #expect(try BoundedFile.load(link, limit: 9) == [2])
        }
    }

    @Test("A target that cannot be written is an error with its path, and nothing is left behind")
    func unwritable() throws {
        try withTemporaryDirectory { root in
            try AtomicFile.write([1], to: root + "/plain", overwrite: false)
            #expect(throws: FileError.self) { try AtomicFile.write([1], to: root + "/plain/file", overwrite: true) }
            try PrivateDirectory.create(root + "/directory/inner")
            let error = #expect(throws: FileError.self) {
                try AtomicFile.write([1], to: root + "/directory", overwrite: true)
            }
            #expect(try #require(error).description.contains(root + "/directory: cannot rename"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: root).sorted() == ["directory", "plain"])
        }
    }

    @Test("A directory that is there keeps its mode")
    func existingDirectory() throws {
        try withTemporaryDirectory { root in
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: root)
            try PrivateDirectory.create(root)
            try PrivateDirectory.create(root + "/new/")
            #expect(try mode(of: root) == 0o755)
            #expect(try mode(of: root + "/new") == 0o700)
        }
    }
}
