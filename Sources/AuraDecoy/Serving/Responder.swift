internal import NIOHTTP1

/// What answers requests: a site or an upstream.
protocol Responder: Sendable {
    /// The longest body of a request that is taken at all, in bytes.
    var longestBody: Int { get }

    /// Whether a visitor who ends his side is taken for one who has left. nginx does so where somebody else has to be
    /// waited for, and is right: otherwise those who leave would hold places at an upstream.
    var givesUpWithInput: Bool { get }

    /// Whether a client that waits for permission is told to send its body.
    func invitesBody(of request: HTTPRequestHead) -> Bool

    /// Lets go of what it holds.
    func close() async

    /// Answers one request; false if nothing can follow that answer. What it leaves of the body is read and thrown away
    /// by the caller.
    ///
    /// Throws when the connection cannot go on.
    func respond(to request: HTTPRequestHead, body: inout RequestReader, through reply: Reply) async throws -> Bool
}
