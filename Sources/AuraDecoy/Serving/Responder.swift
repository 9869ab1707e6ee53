internal import NIOHTTP1

/// What answers requests: a site or an upstream.
protocol Responder: Sendable {
    /// The longest body of a request that is taken at all, in bytes.
    var longestBody: Int { get }

    /// Answers one request. What it leaves of the body is read and thrown away by the caller.
    ///
    /// Throws when the connection cannot go on.
    func respond(to request: HTTPRequestHead, body: inout RequestReader, through reply: Reply) async throws
}
