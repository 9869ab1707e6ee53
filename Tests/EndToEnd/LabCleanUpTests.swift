import AuraLab
import Foundation
import Testing

extension EndToEnd {
    @Suite("Nothing of a lab is left") struct LabCleanUpTests {
        @Test("after success")
        func success() async throws {
            let made = try await withLab { lab in try await Traces(lab) }
            #expect(try await made.areGone)
        }

        @Test("after an error")
        func error() async throws {
            struct Expected: Error {}
            let (labs, sink) = AsyncStream<Traces>.makeStream()
            await #expect(throws: Expected.self) {
                try await withLab { lab in
                    sink.yield(try await Traces(lab))
                    throw Expected()
                }
            }
            let made = try #require(await labs.first { _ in true })
            #expect(try await made.areGone)
        }

        @Test("after cancellation, with a process running")
        func cancellation() async throws {
            let (labs, sink) = AsyncStream<Traces>.makeStream()
            let task = Task {
                try await withLab { lab in
                    sink.yield(try await Traces(lab))
                    try await Task.sleep(for: .seconds(600))
                }
            }
            let made = try #require(await labs.first { _ in true })
            #expect(try await !made.areGone)
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await made.areGone)
        }
    }
}

/// What a lab leaves on the machine while it is up.
private struct Traces: Sendable {
    let directory: String
    let namespace: String
    let daemon: Daemon

    init(_ lab: Lab) async throws {
        let host = try await lab.addHost("one")
        directory = lab.directory
        namespace = host.namespace
        daemon = try await host.start("sleep", ["sleep", "600"])
    }

    var areGone: Bool {
        get async throws {
            let namespaces = try await Command.check(["ip", "netns", "list"]).split(whereSeparator: \.isWhitespace)
            return !FileManager.default.fileExists(atPath: directory) && !namespaces.contains { $0 == namespace }
                && !daemon.isRunning
        }
    }
}
