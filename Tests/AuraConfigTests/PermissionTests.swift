import AuraConfig
import Foundation
import Testing

@Suite("Files that hold secrets")
struct PermissionTests {
    private func loads(_ text: String, mode: Int, _ load: (String) throws -> Void) throws -> ConfigurationError? {
        try TemporaryDirectory.with { directory in
            let path = directory + "/file.toml"
            try TemporaryDirectory.write(text, to: path, mode: mode)
            do {
                try load(path)
                return nil
            } catch let error as ConfigurationError {
                return error
            }
        }
    }

    @Test("A file that only its owner can read is loaded", arguments: [0o600, 0o400, 0o700])
    func accepted(mode: Int) throws {
        #expect(try loads(Fixtures.server, mode: mode) { _ = try ServerConfiguration.load($0) } == nil)
        #expect(try loads(Fixtures.profile, mode: mode) { _ = try ClientProfile.load($0) } == nil)
    }

    @Test(
        "A file that its group or others can use is refused with the command to run",
        arguments: [0o640, 0o604, 0o660, 0o644, 0o666, 0o777, 0o601, 0o610, 0o620, 0o602])
    func refused(mode: Int) throws {
        for error in [
            try loads(Fixtures.server, mode: mode, { _ = try ServerConfiguration.load($0) }),
            try loads(Fixtures.profile, mode: mode, { _ = try ClientProfile.load($0) }),
        ] {
            let problem = try #require(error?.problems.first)
            #expect(error?.problems.count == 1)
            #expect(problem.file.hasSuffix("/file.toml"))
            #expect(problem.found == "mode 0\(String(mode, radix: 8))")
            #expect(problem.suggestion == "run: chmod 600 \(problem.file)")
        }
    }

    @Test("A symbolic link is judged by the file it leads to")
    func symbolicLink() throws {
        try TemporaryDirectory.with { directory in
            let (file, link) = (directory + "/real.toml", directory + "/link.toml")
            try TemporaryDirectory.write(Fixtures.server, to: file)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
            #expect(try ServerConfiguration.load(link).publicHost.text == "vpn.example.org")
            try TemporaryDirectory.write(Fixtures.server, to: file, mode: 0o644)
            #expect(throws: ConfigurationError.self) { try ServerConfiguration.load(link) }
        }
    }

    @Test("A missing file, a directory, a device and a FIFO are refused at once")
    func notRegular() throws {
        try TemporaryDirectory.with { directory in
            let fifo = directory + "/fifo"
            #expect(mkfifo(fifo, 0o600) == 0)
            let cases = [
                (directory + "/none", "cannot be opened: No such file or directory"), (directory, "not a regular file"),
                ("/dev/null", "not a regular file"), (fifo, "not a regular file"),
            ]
            for (path, found) in cases {
                let error = try #require(throws: ConfigurationError.self) { try ClientProfile.load(path) }
                #expect(error.problems.map(\.found) == [found])
                #expect(error.problems.map(\.file) == [path])
            }
        }
    }

    @Test("A file that is too large is refused")
    func tooLarge() throws {
        let text = String(repeating: "#", count: ConfigurationLimits.maximumFileBytes + 1)
        let error = try loads(text, mode: 0o600) { _ = try ServerConfiguration.load($0) }
        #expect(error?.problems.map(\.expected) == ["at most 1048576 bytes"])
    }
}
