import AuraTransport
import AuraWire
import Testing

@Suite("Redirects of a download", .timeLimit(.minutes(1))) struct DownloadRedirectTests {
    private static let hello = DownloadSite.Action.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")

    private static func to(_ location: String, status: Int = 302) -> DownloadSite.Action {
        .send("HTTP/1.1 \(status) Elsewhere\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
    }

    @Test("Followed whichever way they are written", arguments: [301, 302, 303, 307, 308])
    func followed(_ status: Int) async throws {
        let other = try await DownloadSite { target in [target == "/x?y=z" ? Self.hello : .close] }
        defer { other.stop() }
        let site = try await DownloadSite { [port = other.port] target in
            switch target {
            case "/a/first": [Self.to("second", status: status)]
            case "/a/second": [Self.to("/third?q", status: status)]
            default: [Self.to("https://elsewhere.test:\(port)/x?y=z#part", status: status)]
            }
        }
        defer { site.stop() }
        #expect(try await site.download("/a/first").run(limit: 100) == Array("hello".utf8))
        #expect(site.requests.map { $0.prefix { !$0.isNewline } }.last == "GET /third?q HTTP/1.1")
        #expect(other.names == ["elsewhere.test"])
    }

    @Test("Three, and no more") func bound() async throws {
        let site = try await DownloadSite { target in
            let rest = Int(target.dropFirst()) ?? 0
            return [rest == 0 ? Self.hello : Self.to("/\(rest - 1)")]
        }
        defer { site.stop() }
        let bound = HTTPSDownload.maximumRedirects
        #expect(try await site.download("/\(bound)").run(limit: 100) == Array("hello".utf8))
        #expect(site.requests.count == bound + 1)
        guard case .redirect = await site.download("/\(bound + 1)").outcome().failure else {
            Issue.record("it was followed")
            return
        }
        #expect(site.requests.count == 2 * (bound + 1))
    }

    @Test(
        "Only to https, and only to what can be asked for; what the host wrote is not repeated",
        arguments: [
            "http://files.test/secret", "ftp://files.test/secret", "file:///etc/passwd?secret",
            "https://secret@x.test/", "https://x.test:0/secret", "https://x.test:70000/secret",
            "https://bad%0Asecret.test/", "https://",
            "https://x.test/" + String(repeating: "a", count: 8_192),
        ])
    func refused(_ location: String) async throws {
        let site = try await DownloadSite { _ in [Self.to(location)] }
        defer { site.stop() }
        let error = await site.download("/start?secret").outcome().failure
        guard case .redirect = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error.map { "\($0)".contains("secret") } == false)
        #expect(site.requests.count == 1)
    }

    @Test("One without an address is an error") func nowhere() async throws {
        let site = try await DownloadSite { _ in [.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")] }
        defer { site.stop() }
        guard case .redirect = await site.download().outcome().failure else {
            Issue.record("no error")
            return
        }
    }

    @Test("An address may be where it is") func address() async throws {
        let site = try await DownloadSite { _ in [Self.to("https://[::1]:1/")] }
        defer { site.stop() }
        guard case .notConnected("[::1]:1", _) = await site.download().outcome().failure else {
            Issue.record("nothing listens there")
            return
        }
    }

    @Test("A host that another sends to must show a certificate for its own name") func certificate() async throws {
        let site = try await DownloadSite { _ in [Self.hello] }
        defer { site.stop() }
        let sender = try await DownloadSite { [port = site.port] _ in [Self.to("https://other.test:\(port)/list")] }
        defer { sender.stop() }
        guard case .untrusted = await sender.download().outcome().failure else {
            Issue.record("it was trusted")
            return
        }
        #expect(site.requests.isEmpty)
    }
}
