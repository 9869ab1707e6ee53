import AuraTransport
import AuraWire
import Foundation
import Testing

@Suite("A download by https", .timeLimit(.minutes(1))) struct HTTPSDownloadTests {
    private static let hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

    @Test("Brings what is there, and tells nothing of the client") func good() async throws {
        let site = try await DownloadSite { _ in [.send(Self.hello)] }
        defer { site.stop() }
        #expect(await site.download("/list?key=1").outcome() == .success("hello"))
        #expect(
            site.requests == [
                "GET /list?key=1 HTTP/1.1\r\nHost: files.test:\(site.port)\r\nUser-Agent: curl/8.5.0\r\n"
                    + "Accept: */*\r\n\r\n"
            ])
        #expect(site.names == ["files.test"])
    }

    @Test("An address needs no look-up, and is not asked for by name") func address() async throws {
        let site = try await DownloadSite { _ in [.send(Self.hello)] }
        defer { site.stop() }
        var download = site.download(host: "127.0.0.1")
        download.resolve = { host throws(ResolveError) in throw .failed(host, "it was looked up") }
        #expect(await download.outcome() == .success("hello"))
        #expect(site.names == [nil])
    }

    @Test("An answer may come in chunks, or end with the connection") func forms() async throws {
        let chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
        #expect(try await DownloadSite.outcome(.send(chunks)) == .success("hello"))
        #expect(try await DownloadSite.outcome(.send("HTTP/1.1 200 OK\r\n\r\nhello"), .close) == .success("hello"))
        #expect(try await DownloadSite.outcome(.send("HTTP/1.0 200 OK\r\n\r\nhello"), .close) == .success("hello"))
        #expect(
            try await DownloadSite.outcome(.send("HTTP/1.1 100 Continue\r\n\r\n" + Self.hello)) == .success("hello"))
        #expect(try await DownloadSite.outcome(.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) == .success(""))
    }

    @Test("As many bytes as allowed, and not one more, announced or not") func size() async throws {
        for head in ["Content-Length: 100", "X: y"] {
            let fine = try await DownloadSite.outcome(.send("HTTP/1.1 200 OK\r\n\(head)\r\n\r\n"), .fill(100), .close)
            #expect(fine == .success(String(repeating: "x", count: 100)))
        }
        let announced = try await DownloadSite.outcome(.send("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n"))
        guard case .tooLarge(_, announced: 101, limit: 100) = announced.failure else {
            Issue.record("\(announced)")
            return
        }
        for (head, tail) in [("X: y", 101), ("Transfer-Encoding: chunked", 0)] {
            let chunk = tail == 0 ? "65\r\n" + String(repeating: "x", count: 101) + "\r\n0\r\n\r\n" : ""
            let found = try await DownloadSite.outcome(.send("HTTP/1.1 200 OK\r\n\(head)\r\n\r\n\(chunk)"), .fill(tail))
            guard case .tooLarge(_, announced: nil, limit: 100) = found.failure else {
                Issue.record("\(found)")
                return
            }
        }
    }

    @Test("Endless fields and tiny chunks are bounded, too") func overhead() async throws {
        let field = "X: \(String(repeating: "y", count: 1_000))\r\n"
        let fields = try await DownloadSite.outcome(.send("HTTP/1.1 200 OK\r\n" + String(repeating: field, count: 70)))
        guard case .tooLarge(_, announced: nil, limit: 100) = fields.failure else {
            Issue.record("\(fields)")
            return
        }
        let few = "HTTP/1.1 200 OK\r\n" + String(repeating: field, count: 60) + "Content-Length: 5\r\n\r\nhello"
        #expect(try await DownloadSite.outcome(.send(few)) == .success("hello"))
        let chunk = "1;\(String(repeating: "y", count: 1_000))\r\nx\r\n"
        let chunks = try await DownloadSite.outcome(
            .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 70)))
        guard case .tooLarge(_, announced: nil, limit: 100) = chunks.failure else {
            Issue.record("\(chunks)")
            return
        }
    }

    @Test("One that does not come in time is given up, whatever it waits for") func slow() async throws {
        let time = Duration.milliseconds(200)
        let silent = try await DownloadSite.outcome { $0.timeout = time }
        guard case .timedOut(_, time) = silent.failure else {
            Issue.record("\(silent)")
            return
        }
        let begun = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"
        let stuck = try await DownloadSite.outcome(.send(begun)) { $0.timeout = time }
        guard case .timedOut = stuck.failure else {
            Issue.record("\(stuck)")
            return
        }
        let unresolved = try await DownloadSite.outcome(.send(Self.hello)) {
            $0.timeout = time
            $0.resolve = { host throws(ResolveError) in
                try? await Task.sleep(for: .seconds(3_600))
                throw .failed(host, "no answer")
            }
        }
        guard case .timedOut = unresolved.failure else {
            Issue.record("\(unresolved)")
            return
        }
    }

    @Test("Only status 200 is an answer", arguments: [204, 206, 304, 404, 500])
    func status(_ status: Int) async throws {
        let found = try await DownloadSite.outcome(.send("HTTP/1.1 \(status) Whatever\r\nContent-Length: 0\r\n\r\n"))
        guard case .status(_, status) = found.failure else {
            Issue.record("\(found)")
            return
        }
    }

    @Test("What ends too soon is no answer") func truncated() async throws {
        let begun = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"
        let chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n"
        let open = "HTTP/1.1 200 OK\r\n\r\nhel"
        for (text, end) in [
            (begun, DownloadSite.Action.close), (begun, .cut), (chunk, .close), (open, .cut),
        ] {
            let found = try await DownloadSite.outcome(.send(text), end)
            guard case .truncated(_, received: 3) = found.failure else {
                Issue.record("\(text): \(found)")
                return
            }
        }
        let nothing = try await DownloadSite.outcome(.close)
        guard case .truncated(_, received: 0) = nothing.failure else {
            Issue.record("\(nothing)")
            return
        }
    }

    @Test("What is not HTTP/1.1, or compressed, is told as such") func malformed() async throws {
        let texts = [
            "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n\r\nhello",
        ]
        for text in texts {
            let found = try await DownloadSite.outcome(.send(text), .close)
            guard case .malformed = found.failure else {
                Issue.record("\(text): \(found)")
                return
            }
        }
    }

    @Test("Cancelling ends it at once, and the connection with it") func cancel() async throws {
        let site = try await DownloadSite { _ in [.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")] }
        defer { site.stop() }
        let task = Task { await site.download().outcome() }
        while site.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        task.cancel()
        #expect(await task.value == .failure(.cancelled))
        while site.ended == 0 { try await Task.sleep(for: .milliseconds(1)) }
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            return await site.download().outcome()
        }
        late.cancel()
        #expect(await late.value == .failure(.cancelled), "also before it has begun")
    }

    @Test("The next address is tried when one takes no connection, and the last failure is told")
    func addresses() async throws {
        let site = try await DownloadSite { _ in [.send(Self.hello)] }
        var download = site.download()
        download.resolve = { _ in ["127.0.0.9", "127.0.0.1"].compactMap { IPAddress($0) } }
        #expect(await download.outcome() == .success("hello"))
        site.stop()
        download.resolve = { host throws(ResolveError) in throw .failed(host, "gone") }
        #expect(await download.outcome() == .failure(.unresolved(.failed("files.test", "gone"))))
        download.resolve = { _ in ["127.0.0.9"].compactMap { IPAddress($0) } }
        let refused = await download.outcome()
        guard case .notConnected = refused.failure else {
            Issue.record("\(refused)")
            return
        }
    }

    @Test("A mark needs rights, and does no harm to who has them") func mark() async throws {
        let found = try await DownloadSite.outcome(.send(Self.hello)) { $0.mark = 0x6175_7261 }
        if geteuid() == 0 {
            #expect(found == .success("hello"))
        } else if case .notPermitted = found.failure {
            return
        } else {
            Issue.record("\(found)")
        }
    }

    @Test(
        "What cannot be asked for is not", arguments: ["", "list", "/a b", "/a\r\nX: y", "/ä", "/a#b"])
    func targets(_ target: String) async throws {
        var download = HTTPSDownload(host: "127.0.0.1", port: 9, target: target)
        guard case .configuration = (await download.outcome()).failure else {
            Issue.record("\(target)")
            return
        }
        download.target = "/" + String(repeating: "a", count: 8_192)
        guard case .configuration = (await download.outcome()).failure else {
            Issue.record("too long")
            return
        }
    }
}
