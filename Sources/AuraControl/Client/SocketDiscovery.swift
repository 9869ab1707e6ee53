import Foundation

/// Finds the nodes that run on this machine by their control sockets.
public enum SocketDiscovery {
    /// Where nodes put their sockets unless told otherwise.
    public static let defaultDirectory = "/run/aura"

    /// What was found; every list is sorted.
    public struct Found: Equatable, Sendable {
        /// Sockets on which a node answers.
        public var answering: [String]
        /// Sockets that this user may not ask.
        public var denied: [String]

        /// Describes what was found.
        public init(answering: [String], denied: [String]) {
            self.answering = answering
            self.denied = denied
        }
    }

    /// Asks every `*.sock` in a directory, all at once. A missing directory holds none.
    public static func find(in directory: String = defaultDirectory) async -> Found {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let paths = names.filter { $0.hasSuffix(".sock") }.sorted().map { "\(directory)/\($0)" }
        let outcomes = await ask(paths)
        return Found(
            answering: paths.filter { outcomes[$0] == .some(.none) },
            denied: paths.filter { outcomes[$0] == .permissionDenied(path: $0) })
    }

    /// What each socket said: nil within is a good answer.
    private static func ask(_ paths: [String]) async -> [String: ControlClientError?] {
        await withTaskGroup(of: (String, ControlClientError?).self) { group in
            for path in paths { group.addTask { (path, await failure(of: path)) } }
            var outcomes: [String: ControlClientError?] = [:]
            for await (path, outcome) in group { outcomes.updateValue(outcome, forKey: path) }
            return outcomes
        }
    }

    private static func failure(of path: String) async -> ControlClientError? {
        do throws(ControlClientError) {
            try await ControlClient(path: path).checkHealth()
            return nil
        } catch {
            return error
        }
    }
}
