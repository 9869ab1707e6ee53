internal import Crypto
internal import Foundation
internal import NIOHTTP1

/// The words of a client's first request and of the answer to it: an upgrade to websocket, with the proof of the outer
/// key in a cookie (PROTOCOL.md, "TCP").
enum UpgradeRequest {
    static let upgrade = "websocket"
    static let path = "/"
    static let cookie = "id"
    /// The longest proof in base64, in bytes.
    static let maximumProof = (OuterProof.maximumLength * 4 + 2) / 3
    private static let accept = "Sec-WebSocket-Accept"
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

    /// What a server answers to a client.
    static func answer(to key: String) -> String {
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: \(upgrade)\r\nConnection: Upgrade\r\n"
            + "\(accept): \(acceptance(of: key))\r\n\r\n"
    }

    /// True when `response` fits the request with `key`.
    static func isAccepted(_ response: HTTPResponseHead, key: String) -> Bool {
        response.headers[accept] == [acceptance(of: key)]
    }

    private static func acceptance(of key: String) -> String {
        Data(Insecure.SHA1.hash(data: Data((key + suffix).utf8))).base64EncodedString()
    }
}

extension Data {
    /// RFC 4648, section 5, without padding.
    var base64URL: String {
        let text = base64EncodedString().replacingOccurrences(of: "+", with: "-")
        return text.replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    /// The same, back.
    init?(base64URL text: String) {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        self.init(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
    }
}
