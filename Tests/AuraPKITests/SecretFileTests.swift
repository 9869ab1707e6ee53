import AuraPKI
import Foundation
import Testing

@Suite("Secret files")
struct SecretFileTests {
    @Test("A secret is written with mode 0600 in a new directory of mode 0700 and read back")
    func roundTrip() throws {
        try withTemporaryDirectory { root in
            let path = root + "/a/b/server.key"
            try SecretFile.write("secret", to: path, overwrite: false)
            #expect(try SecretFile.loadText(path) == "secret")
            #expect(try mode(of: path) == 0o600)
            #expect(try mode(of: root + "/a") == 0o700)
            #expect(try mode(of: root + "/a/b") == 0o700)
            #expect(try FileManager.default.contentsOfDirectory(atPath: root + "/a/b") == ["server.key"])
        }
    }

    @Test(
        "A secret that anyone else has any permission on is refused with the way to mend it",
        arguments: [
            0o601, 0o602, 0o604, 0o610, 0o620, 0o640, 0o644, 0o660, 0o666, 0o777,
        ])
    func exposed(_ mode: Int) throws {
        try withTemporaryDirectory { root in
            let path = root + "/ca.key"
            try SecretFile.write("secret", to: path, overwrite: false)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let error = #expect(throws: FileError.exposed(path: path, mode: UInt32(mode))) { try SecretFile.load(path) }
            let text = try #require(error).description
            #expect(text.contains("0\(String(mode, radix: 8))") && text.contains("chmod 600 \(path)"))
            #expect(!text.contains("secret ") || !text.contains("\"secret\""))
            #expect(try BoundedFile.loadText(path, limit: 100) == "secret")
        }
    }

    @Test("A secret that only its owner may use is read", arguments: [0o400, 0o600, 0o700])
    func owned(_ mode: Int) throws {
        try withTemporaryDirectory { root in
            let path = root + "/ca.key"
            try SecretFile.write("secret", to: path, overwrite: false)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            #expect(try SecretFile.loadText(path) == "secret")
        }
    }

    @Test("A symbolic link is judged by what it leads to")
    func symbolicLink() throws {
        try withTemporaryDirectory { root in
            let (link, target) = (root + "/link", root + "/target")
            try SecretFile.write("secret", to: target, overwrite: false)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
            #expect(try SecretFile.loadText(link) == "secret")
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: target)
            #expect(throws: FileError.exposed(path: link, mode: 0o644)) { try SecretFile.load(link) }
        }
    }

    @Test("A directory, a FIFO and a device are refused, and none of them is waited for")
    func notRegular() throws {
        try withTemporaryDirectory { root in
            let fifo = root + "/fifo"
            #expect(mkfifo(fifo, 0o600) == 0)
            for path in [root, fifo, "/dev/zero"] {
                #expect(throws: FileError.notRegular(path: path)) { try SecretFile.load(path) }
                #expect(throws: FileError.notRegular(path: path)) { try BoundedFile.load(path, limit: 10) }
            }
        }
    }

    @Test("A missing file, one over the limit and one that is no text are told apart")
    func otherErrors() throws {
        try withTemporaryDirectory { root in
            let path = root + "/key"
            #expect(throws: FileError.missing(path: path)) { try SecretFile.load(path) }
            try SecretFile.write([0x61, 0xFF, 0x62], to: path, overwrite: false)
            #expect(try SecretFile.load(path, limit: 3) == [0x61, 0xFF, 0x62])
            #expect(throws: FileError.tooLarge(path: path, limit: 2)) { try SecretFile.load(path, limit: 2) }
            #expect(throws: FileError.notUTF8(path: path)) { try SecretFile.loadText(path) }
        }
    }
}
