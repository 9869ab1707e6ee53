import Foundation

/// A directory with a site in it, which goes away with the value, and a secret file beside it that nobody may see.
final class TemporarySite {
    let base: String
    var path: String { base + "/site" }
    static let secret = "nobody may read this"

    init(_ files: [String: String] = ["index.html": "<h1>home</h1>"]) throws {
        base = FileManager.default.temporaryDirectory.path + "/decoy-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data(Self.secret.utf8).write(to: URL(fileURLWithPath: base + "/secret.txt"))
        for (name, text) in files { try add(name, Data(text.utf8)) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: base)
    }

    func add(_ name: String, _ data: Data) throws {
        let file = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    func makeDirectory(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }

    /// Sets when a file was changed, in seconds since 1970.
    func setModified(_ name: String, _ unix: Int) throws {
        let date = Date(timeIntervalSince1970: Double(unix))
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path + "/" + name)
    }
}
