internal import NIOCore
internal import NIOHTTP1

/// Answers requests with the files of a site, in the way and in the order in which nginx looks at things.
struct SiteResponder: Responder {
    let store: any SiteStore

    var longestBody: Int { DecoyLimits.discardedBody }
    var givesUpWithInput: Bool { false }

    /// nginx does so where it throws the body away, and not where it refuses the method.
    func invitesBody(of request: HTTPRequestHead) -> Bool { request.method == .GET || request.method == .HEAD }

    func close() async {}

    func respond(to request: HTTPRequestHead, body: inout RequestReader, through reply: Reply) async throws -> Bool {
        let page = try await answer(request, reply)
        if let page { try await reply.send(page) }
        return page?.status.endsConnection != true
    }

    /// Sends what was asked for, or gives the page that says why not.
    private func answer(_ request: HTTPRequestHead, _ reply: Reply) async throws -> ErrorPage? {
        guard [.GET, .HEAD, .POST].contains(request.method) else { return ErrorPage(.notAllowed) }
        guard let target = RequestTarget(request.uri) else { return ErrorPage(.badRequest) }
        switch try await store.entry(at: target, for: reply.source) {
        case .file where request.method == .POST: return ErrorPage(.notAllowed)
        case .file where reply.hasBrokenBody: return ErrorPage(.badRequest)
        case .file(let file): try await reply.send(answer(request, file))
        case .directory: try await redirect(to: target, through: reply)
        case .forbidden: return ErrorPage(.forbidden)
        case .missing: try await notFound(reply)
        case .busy: return ErrorPage(.unavailable)
        }
        return nil
    }

    private func answer(_ request: HTTPRequestHead, _ file: SiteFile) -> Answer {
        let userAgent = request.headers.first(name: "User-Agent")
        switch Preconditions.verdict(request.headers, file) {
        case .failed: return Answer(ErrorPage(.preconditionFailed), userAgent: userAgent)
        case .notModified: return notModified(file)
        case .goOn: break
        }
        switch ByteRange.wish(request.headers, file) {
        case .whole: return whole(file)
        case .part(let range): return part(file, range)
        case .notSatisfiable:
            var answer = Answer(ErrorPage(.rangeNotSatisfiable), userAgent: userAgent)
            answer.fields = [("Content-Range", "bytes */\(file.size)")]
            return answer
        }
    }

    private func whole(_ file: SiteFile) -> Answer {
        var answer = content(.ok, file, offset: 0, count: file.size)
        answer.fields.append(("Accept-Ranges", "bytes"))
        return answer
    }

    private func part(_ file: SiteFile, _ range: ByteRange) -> Answer {
        var answer = content(.partial, file, offset: range.offset, count: range.count)
        let last = range.offset + range.count - 1
        answer.fields.append(("Content-Range", "bytes \(range.offset)-\(last)/\(file.size)"))
        return answer
    }

    private func notModified(_ file: SiteFile) -> Answer {
        var answer = Answer(.notModified)
        answer.lastModified = file.modified
        answer.fields = [("ETag", file.entityTag)]
        return answer
    }

    private func content(_ status: Status, _ file: SiteFile, offset: Int64, count: Int64) -> Answer {
        var answer = Answer(status)
        answer.contentType = file.type
        answer.contentLength = count
        answer.lastModified = file.modified
        answer.fields = [("ETag", file.entityTag)]
        answer.body = file.body(from: offset, count: count)
        return answer
    }

    private func redirect(to target: RequestTarget, through reply: Reply) async throws {
        let location = "https://" + reply.authority + target.encodedPath + "/" + target.query
        try await reply.send(ErrorPage(.movedPermanently), location: location)
    }

    /// The site's own page for what is not there, if it has one.
    private func notFound(_ reply: Reply) async throws {
        guard let target = RequestTarget("/404.html"),
            case .file(let file) = try await store.entry(at: target, for: reply.source)
        else { return try await reply.send(ErrorPage(.notFound)) }
        guard !reply.hasBrokenBody else { return try await reply.send(ErrorPage(.badRequest)) }
        var answer = content(.notFound, file, offset: 0, count: file.size)
        answer.lastModified = nil
        try await reply.send(answer)
    }
}
