import Foundation

/// Files of the project that the tests read, found by where this source file lies.
enum ProjectFiles {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let protocolDocument = root.appending(path: "docs/PROTOCOL.md")
    static let fixtures = root.appending(path: "Tests/Fixtures")
    static let sources = root.appending(path: "Sources")

    static func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }
}
