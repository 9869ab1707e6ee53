import AuraTransport
import AuraWire
import Testing

@Suite("Downloading a small file") struct HTTPSDownloadTests {
    private static let limit = 1_000

    private static func answer(_ body: String, _ fields: String...) -> ScriptedWebServer.Script {
        let lines = (["HTTP/1.1 200 OK", "Content-Length: \(body.utf8.count)"] + fields).joined(separator: "\r\n")
        return .answer(lines + "\r\n\r\n" + body)
    }

    private func outcome(
        _ script: ScriptedWebServer.Script, usesTLS: Bool = true,
        _ change: (inout HTTPSDownload) -> Void = { _ in }
    ) async throws -> Result<String, DownloadError> {
        let server = try ScriptedWebServer(script, usesTLS: usesTLS)
        var download = server.download()
        change(&download)
        do throws(DownloadError) {
            return .success(String(decoding: try await download.run(limit: Self.limit), as: UTF8.self))
        } catch {
            return .failure(error)
        }
    }

    private func failure(
        _ script: ScriptedWebServer.Script, usesTLS: Bool = true,
        _ change: (inout HTTPSDownload) -> Void = { _ in }
    ) async throws -> DownloadError? {
        if case .failure(let error) = try await outcome(script, usesTLS: usesTLS, change) { error } else { nil }
    }

    @Test("What is there is downloaded, and the request gives nothing away") func good() async throws {
        let server = try ScriptedWebServer(Self.answer("hello"))
        let bytes = try await server.download("/bridges.toml?x=1").run(limit: Self.limit)
        #expect(String(decoding: bytes, as: UTF8.self) == "hello")
        let request = try #require(server.asked.first)
        #expect(request.hasPrefix("GET /bridges.toml?x=1 HTTP/1.1\r\n"))
        #expect(!request.lowercased().contains("aura"))
    }

    @Test("A body in chunks, and one that ends with the connection, are put together") func chunked() async throws {
        let chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        #expect(try await outcome(.answer(chunks)) == .success("abcde"))
    }

    @Test("As much as is allowed is taken, and one byte more is refused, announced or not") func sizes() async throws {
        let full = String(repeating: "x", count: Self.limit)
        #expect(try await outcome(Self.answer(full)) == .success(full))
        guard case .tooLarge? = try await failure(Self.answer(full + "x")) else { throw Missed() }
        let size = String(Self.limit + 1, radix: 16)
        let chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(size)\r\n\(full)x\r\n0\r\n\r\n"
        guard case .tooLarge? = try await failure(.answer(chunk)) else { throw Missed() }
    }

    @Test("A certificate that is not trusted, or for another name, is refused") func certificates() async throws {
        let script = Self.answer("hello")
        guard case .untrusted? = try await failure(script, { $0.roots = TCPIdentityFixture.certificate }) else {
            throw Missed()
        }
        guard case .untrusted? = try await failure(script, { $0.host = "other.test" }) else { throw Missed() }
    }

    @Test("A server without TLS is told from one that is not there") func noTLS() async throws {
        guard case .noTLS? = try await failure(Self.answer("hello"), usesTLS: false) else { throw Missed() }
        guard case .notConnected? = try await failure(Self.answer("hello"), { $0.port = 1 }) else { throw Missed() }
    }

    @Test("Another status than 200 is told") func status() async throws {
        let error = try await failure(.answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
        guard case .status(_, 404)? = error else { throw Missed() }
    }

    @Test("It is sent on to https only, and not for ever") func redirects() async throws {
        let plain = "HTTP/1.1 302 Found\r\nLocation: http://download.test/x\r\nContent-Length: 0\r\n\r\n"
        guard case .redirect? = try await failure(.answer(plain)) else { throw Missed() }
        let server = try ScriptedWebServer(
            .answer("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"))
        do throws(DownloadError) {
            _ = try await server.download().run(limit: Self.limit)
            throw DownloadError.cancelled
        } catch {
            guard case .redirect = error else { throw error }
        }
        #expect(server.asked.count == 1 + HTTPSDownload.maximumRedirects)
    }

    @Test("A body that ends too early is no body") func truncated() async throws {
        let error = try await failure(.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"))
        guard case .truncated? = error else { throw Missed() }
    }

    @Test("A server that does not answer is given up in time, or when it is called off") func silence() async throws {
        guard case .timedOut? = try await failure(.silence, { $0.timeout = .milliseconds(300) }) else { throw Missed() }
        let server = try ScriptedWebServer(.silence)
        let download = server.download()
        let task = Task { () -> DownloadError? in
            do throws(DownloadError) {
                _ = try await download.run(limit: Self.limit)
                return nil
            } catch {
                return error
            }
        }
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    /// Something else came about than was expected.
    private struct Missed: Error {}
}
