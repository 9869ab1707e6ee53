import AuraTransport
import AuraWire
import NIOSSL
import Testing

@Suite("Whom a download trusts", .timeLimit(.minutes(1))) struct DownloadTrustTests {
    private static let hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

    @Test("A certificate of another authority, for another name or of another time is refused")
    func untrusted() async throws {
        let other = try await DownloadSite.outcome(.send(Self.hello)) { $0.roots = TCPIdentityFixture.certificate }
        guard case .untrusted = other.failure else {
            Issue.record("\(other)")
            return
        }
        let system = try await DownloadSite.outcome(.send(Self.hello)) { $0.roots = nil }
        guard case .untrusted = system.failure else {
            Issue.record("\(system)")
            return
        }
        let name = try await DownloadSite.outcome(.send(Self.hello)) { $0.host = "other.test" }
        guard case .untrusted(_, "it is for another name") = name.failure else {
            Issue.record("\(name)")
            return
        }
        let site = try await DownloadSite(certificate: DownloadFixture.expired) { _ in [.send(Self.hello)] }
        defer { site.stop() }
        let old = await site.download().outcome()
        guard case .untrusted = old.failure else {
            Issue.record("\(old)")
            return
        }
        #expect(site.requests.isEmpty, "nothing was asked of it")
    }

    @Test("A star stands for one label, and only a name in its proper field is one")
    func names() async throws {
        let site = try await DownloadSite(certificate: DownloadFixture.wildcard) { _ in [.send(Self.hello)] }
        defer { site.stop() }
        for host in ["a.files.test", "A.Files.Test"] {
            #expect(await site.download(host: host).outcome() == .success("hello"))
        }
        for host in ["files.test", "a.b.files.test", "127.0.0.1"] {
            let found = await site.download(host: host).outcome()
            guard case .untrusted = found.failure else {
                Issue.record("\(host): \(found)")
                return
            }
        }
        let old = try await DownloadSite(certificate: TCPIdentityFixture.certificate, key: TCPIdentityFixture.key) {
            _ in [.send(Self.hello)]
        }
        defer { old.stop() }
        var download = old.download(host: "aura-test.invalid")
        download.roots = TCPIdentityFixture.certificate
        let found = await download.outcome()
        guard case .untrusted = found.failure else {
            Issue.record("a common name: \(found)")
            return
        }
    }

    @Test("TLS 1.2 will do, and nothing older; a server without TLS is told as such") func versions() async throws {
        let good = try await DownloadSite(maximum: .tlsv12) { _ in [.send(Self.hello)] }
        defer { good.stop() }
        #expect(await good.download().outcome() == .success("hello"))
        let old = try await DownloadSite(maximum: .tlsv11) { _ in [.send(Self.hello)] }
        defer { old.stop() }
        let plain = try await DownloadSite(certificate: nil) { _ in [.send(Self.hello), .close] }
        defer { plain.stop() }
        for site in [old, plain] {
            let found = await site.download().outcome()
            guard case .noTLS = found.failure else {
                Issue.record("\(found)")
                return
            }
        }
    }
}
