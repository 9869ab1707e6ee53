import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Asks a running node over its control socket.
public struct ControlClient: Sendable {
    /// The largest answer taken, in bytes: room for tens of thousands of sessions.
    public static let maximumAnswer = 16 << 20
    /// How long one whole question may take unless told otherwise.
    public static let defaultTimeout = Duration.seconds(5)

    /// The socket that is asked.
    public let path: String
    private let timeout: Duration

    /// A client of the node at a socket path. Nothing is opened before a question is asked.
    public init(path: String, timeout: Duration = defaultTimeout) {
        self.path = path
        self.timeout = timeout
    }

    /// The status of the node.
    public func status() async throws(ControlClientError) -> NodeStatus {
        let body = try await get("/v1/status")
        do {
            return try NodeStatus(json: body)
        } catch {
            throw .badAnswer(path: path, reason: Self.describe(error))
        }
    }

    /// Returns when a node answers on the socket.
    public func checkHealth() async throws(ControlClientError) {
        _ = try await get("/v1/health")
    }

    /// The body of a good answer.
    ///
    /// The socket is tried first: that tells at once, and exactly, why there can be no answer, where the HTTP client
    /// would retry until its time is up.
    private func get(_ uri: String) async throws(ControlClientError) -> Data {
        try probe()
        guard let url = URL(httpURLWithSocketPath: path, uri: uri) else {
            throw .notASocket(path: path, reason: "the path cannot be written in a URL")
        }
        do {
            return try await withinTimeout { try await fetch(url.absoluteString) }
        } catch let error as ControlClientError {
            throw error
        } catch is TimedOut {
            throw .timedOut(path: path)
        } catch let error as HTTPClientError where error == .deadlineExceeded {
            throw .timedOut(path: path)
        } catch {
            throw .badAnswer(path: path, reason: "\(error)")
        }
    }

    private func probe() throws(ControlClientError) {
        let outcome: UnixSocket.Probe
        do throws(ControlSocketError) {
            outcome = try UnixSocket.probe(path)
        } catch .pathTooLong(_, let length, let maximum) {
            throw .notASocket(path: path, reason: "the path has \(length) bytes, expected at most \(maximum)")
        } catch {
            throw .notASocket(path: path, reason: "\(error)")
        }
        switch outcome {
        case .answers: return
        case .nothingThere: throw .nothingThere(path: path)
        case .nobodyListens: throw .refused(path: path)
        case .notASocket: throw .notASocket(path: path, reason: "expected a socket, found another kind of file")
        case .failed(EACCES), .failed(EPERM): throw .permissionDenied(path: path)
        case .failed(let code): throw .badAnswer(path: path, reason: String(cString: strerror(code)))
        }
    }

    private func fetch(_ url: String) async throws -> Data {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: url), timeout: TimeAmount(timeout))
        guard response.status == .ok else {
            throw ControlClientError.badAnswer(path: path, reason: "HTTP status \(response.status.code)")
        }
        do {
            return Data(try await response.body.collect(upTo: Self.maximumAnswer).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw ControlClientError.badAnswer(path: path, reason: "more than \(Self.maximumAnswer) bytes")
        }
    }

    private static func describe(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _)?: "the key \(key.stringValue) is missing"
        case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?:
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")): \(context.debugDescription)"
        default: "it is not the JSON of a status"
        }
    }
}

private struct TimedOut: Error {}

extension ControlClient {
    /// The HTTP client's own timeout ends with the head of the answer; this one covers the body too.
    private func withinTimeout(_ work: @escaping @Sendable () async throws -> Data) async throws -> Data {
        try await withThrowingTaskGroup(of: Data.self) { group in
            group.addTask(operation: work)
            group.addTask {
                try await Task.sleep(for: timeout)
                throw TimedOut()
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw TimedOut() }
            return first
        }
    }
}
