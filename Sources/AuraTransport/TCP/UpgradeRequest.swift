internal import AuraWire
internal import Crypto
internal import Foundation
internal import NIOHTTP1

/// A client's first request: an upgrade to websocket, with the proof of the outer key in a cookie (PROTOCOL.md, "TCP").
enum UpgradeRequest {
    static let upgrade = "websocket"
    static let path = "/"
    static let cookie = "id"
    private static let versionField = "sec-websocket-version"
    private static let keyField = "sec-websocket-key"
    private static let acceptField = "sec-websocket-accept"
    /// RFC 6455, section 1.3.
    private static let suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// The fields of a request but for those that the upgrade itself adds.
    static func headers(host: String, proof: [UInt8], key: String) -> HTTPHeaders {
        [
            "Host": host, "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key,
            "Cookie": "\(cookie)=\(Data(proof).base64URL)",
        ]
    }

    /// 16 random bytes.
    static func makeKey() -> String {
        Data((0..<16).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString()
    }

    /// What a server that has understood the request answers to its key.
    static func accept(for key: String) -> String {
        Data(Insecure.SHA1.hash(data: Data((key + suffix).utf8))).base64EncodedString()
    }

    static func acceptHeader(for key: String) -> (String, String) {
        (acceptField, accept(for: key))
    }

    /// True when `response` fits the request with `key`.
    static func isAccepted(_ response: HTTPResponseHead, key: String) -> Bool {
        response.headers[acceptField] == [accept(for: key)]
    }

    /// The websocket key and the proof in a request that has the form of a client's; `nil` for any other.
    static func parse(_ head: HTTPRequestHead) -> (key: String, proof: [UInt8])? {
        let fields = head.headers
        guard head.method == .GET, head.version == .http1_1,
            fields[canonicalForm: "upgrade"].contains(where: { $0.lowercased() == upgrade }),
            fields[canonicalForm: "connection"].contains(where: { $0.lowercased() == "upgrade" }),
            fields[versionField] == ["13"], let key = fields[keyField].first, fields[keyField].count == 1,
            Data(base64Encoded: key)?.count == 16, let proof = proof(in: fields[canonicalForm: "cookie"])
        else { return nil }
        return (key, proof)
    }

    private static func proof(in cookies: [Substring]) -> [UInt8]? {
        // A comma cannot be in a cookie's name or value, a semicolon parts two cookies.
        let pairs = cookies.flatMap { $0.split(separator: ";") }
        let prefix = cookie + "="
        let mine = pairs.lazy.map { $0.drop { $0 == " " } }.first { $0.hasPrefix(prefix) }
        guard let text = mine?.dropFirst(prefix.count), text.utf8.count <= 2 * OuterProof.maximumLength else {
            return nil
        }
        return Data(base64URL: String(text)).map(Array.init)
    }
}

extension Data {
    /// RFC 4648, section 5, without padding.
    fileprivate var base64URL: String {
        let text = base64EncodedString().replacingOccurrences(of: "+", with: "-")
        return text.replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    fileprivate init?(base64URL text: String) {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        self.init(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
    }
}
