internal import NIOHTTP1

/// Answers whoever speaks plain HTTP where TLS was expected.
struct PlainResponder: Responder {
    var longestBody: Int { DecoyLimits.discardedBody }
    var givesUpWithInput: Bool { false }

    func invitesBody(of request: HTTPRequestHead) -> Bool { false }

    func close() async {}

    func respond(to request: HTTPRequestHead, body: inout RequestReader, through reply: Reply) async throws -> Bool {
        try await reply.send(ErrorPage(.badRequest, remark: "The plain HTTP request was sent to HTTPS port"))
        return false
    }
}
