import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Answers the requests of the control API. There are three fixed paths, and a wrong method has to be told from a wrong
/// path, so it looks at both itself.
struct ControlResponder: Sendable {
    let provider: any StatusProvider
    let logger: Logger

    /// The HTTP/1.1 handling of one connection with this as what answers.
    func channel(idleTimeout: TimeAmount) -> HTTP1Channel {
        HTTP1Channel(
            responder: { request, writer, _ in
                let response = await respond(to: request.head)
                try await writer.write(response: response.head, body: response.body)
            }, configuration: .init(idleTimeout: idleTimeout))
    }

    /// The answer to one request; a body that comes with it is never read.
    func respond(to request: HTTPRequest) async -> Response {
        let path = request.path.map { String($0.prefix { $0 != "?" }) }
        guard let route = path.flatMap(Route.init(rawValue:)) else {
            let paths = Route.allCases.map(\.rawValue).joined(separator: ", ")
            return .failure(.notFound, "not_found", "no such path; there are \(paths)")
        }
        guard request.method == .get else {
            return .failure(
                .methodNotAllowed, "method_not_allowed", "\(route.rawValue) takes only GET", [.allow: "GET"])
        }
        return await answer(route)
    }

    private func answer(_ route: Route) async -> Response {
        do {
            switch route {
            case .health: return .text(#"{"status":"ok"}"# + "\n", .json)
            case .metrics: return .text(MetricsText.render(await provider.currentStatus()), .metrics)
            case .status: return .data(try await provider.currentStatus().json() + Data("\n".utf8), .json)
            }
        } catch {
            logger.error("control request failed", metadata: ["path": "\(route.rawValue)", "error": "\(error)"])
            return .failure(.internalServerError, "internal", "the status could not be written as JSON; see the log")
        }
    }
}

/// The paths of the control API.
private enum Route: String, CaseIterable {
    case status = "/v1/status"
    case health = "/v1/health"
    case metrics = "/metrics"
}

/// What the bodies are.
private enum BodyType: String {
    case json = "application/json; charset=utf-8"
    case metrics = "text/plain; version=0.0.4; charset=utf-8"
}

extension Response {
    /// An error as JSON, with a word for programs and a sentence for people.
    fileprivate static func failure(
        _ status: HTTPResponse.Status, _ word: String, _ message: String, _ headers: HTTPFields = [:]
    ) -> Response {
        // Both texts are constants of this file, without anything that JSON would have to escape.
        var response = text(#"{"error":"\#(word)","message":"\#(message)"}"# + "\n", .json)
        response.status = status
        response.headers.append(contentsOf: headers)
        return response
    }

    fileprivate static func text(_ text: String, _ type: BodyType) -> Response {
        body(ByteBuffer(string: text), type)
    }

    fileprivate static func data(_ data: Data, _ type: BodyType) -> Response {
        body(ByteBuffer(bytes: data), type)
    }

    private static func body(_ buffer: ByteBuffer, _ type: BodyType) -> Response {
        // What is asked for is always now: no cache may keep it.
        let headers: HTTPFields = [.contentType: type.rawValue, .cacheControl: "no-store"]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: buffer))
    }
}
