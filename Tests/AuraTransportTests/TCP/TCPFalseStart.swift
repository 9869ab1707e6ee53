import AuraCrypto
import AuraWire
import Foundation

/// A first request that is no client's, however near it comes.
enum TCPFalseStart: String, CaseIterable {
    case wrongKey, wrongTransport, wrongCertificate, stale, early, cut, changed, empty, huge, notBase64
    case noCookie, otherCookie, twoCookies, noUpgrade, noConnection, noHost, emptyHost, noKey, shortKey, twoKeys,
        oldVersion
    case post, otherPath, oldHTTP, otherProtocol, moreFields, spaces, capitals, bareNewlines, nothingElse

    func request(_ peer: TLSPeer, _ key: OuterKey) -> String {
        switch self {
        case .wrongKey: peer.upgrade(.random())
        case .wrongTransport: peer.upgrade(key, transport: .quic)
        case .wrongCertificate: peer.upgrade(key, certificate: [1, 2, 3])
        case .stale: peer.upgrade(key, time: Date() - 310)
        case .early: peer.upgrade(key, time: Date() + 310)
        case .empty: TLSPeer.upgrade("")
        case .huge: TLSPeer.upgrade(String(repeating: "A", count: 9_000))
        case .notBase64: TLSPeer.upgrade("A")
        case .nothingElse: "GET / HTTP/1.1\r\n\r\n"
        default: change(peer.upgrade(key))
        }
    }

    /// A good request made bad.
    private func change(_ good: String) -> String {
        switch self {
        case .cut: good.replacing(/id=..../, with: "id=")
        case .changed: good.replacing(/id=../, with: "id=AA")
        case .noCookie: good.replacing(/Cookie: .*\r\n/, with: "")
        case .otherCookie: good.replacing("Cookie: id=", with: "Cookie: di=")
        case .twoCookies: good.replacing("Cookie: id=", with: "Cookie: a=b; id=")
        case .noUpgrade: good.replacing("Upgrade: websocket\r\n", with: "")
        case .noConnection: good.replacing("Connection: upgrade\r\n", with: "")
        case .noHost: good.replacing("Host: localhost\r\n", with: "")
        case .emptyHost: good.replacing("Host: localhost\r\n", with: "Host: \r\n")
        case .noKey: good.replacing(/Sec-WebSocket-Key: .*\r\n/, with: "")
        case .shortKey: good.replacing("dGhlIHNhbXBsZSBub25jZQ==", with: "dGhl")
        case .twoKeys: good.replacing("Cookie:", with: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie:")
        case .oldVersion: good.replacing("Version: 13", with: "Version: 8")
        case .post: good.replacing("GET / ", with: "POST / ")
        case .otherPath: good.replacing("GET / ", with: "GET /x ")
        case .oldHTTP: good.replacing("HTTP/1.1\r\nHost", with: "HTTP/1.0\r\nHost")
        case .otherProtocol: good.replacing("websocket\r\n", with: "h2c\r\n")
        case .moreFields: good.replacing("Cookie:", with: "Accept: */*\r\nCookie:")
        case .spaces: good.replacing("Host: ", with: "Host:  ")
        case .capitals: good.replacing("Host: ", with: "HOST: ")
        case .bareNewlines: good.replacing("\r\n", with: "\n")
        default: good
        }
    }
}
