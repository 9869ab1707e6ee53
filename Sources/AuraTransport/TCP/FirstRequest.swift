internal import Foundation

/// A client's first request, as a server reads it: certain lines and no others (PROTOCOL.md, "TCP").
///
/// It is strict so that nothing waits here that a website would answer: what has been read so far is always the
/// beginning of a good request, and no web server says anything before the end of that.
enum FirstRequest {
    /// What the bytes so far amount to.
    enum Reading {
        /// The beginning of a client's request.
        case incomplete
        /// A client's request of so many bytes, with its websocket key and its proof.
        case complete(length: Int, key: String, proof: [UInt8])
        /// Anything else.
        case foreign
    }

    /// One line of the request: its beginning, and the bytes that may follow.
    private struct Line {
        let name: [UInt8]
        let lengths: ClosedRange<Int>
        let isAllowed: @Sendable (UInt8) -> Bool

        init(
            _ name: String, _ lengths: ClosedRange<Int> = 0...0,
            isAllowed: @escaping @Sendable (UInt8) -> Bool = { _ in false }
        ) {
            self.name = Array(name.utf8)
            self.lengths = lengths
            self.isAllowed = isAllowed
        }

        /// The rest of a line that begins so; `nil` when it does not fit.
        func value(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
            guard line.starts(with: name) else { return nil }
            let value = line.dropFirst(name.count)
            return lengths.contains(value.count) && value.allSatisfy(isAllowed) ? value : nil
        }

        /// True when `line`, which has no end yet, may become such a line.
        func canBegin(_ line: ArraySlice<UInt8>) -> Bool {
            let text = line.last == carriageReturn ? line.dropLast() : line
            guard text.count == line.count else { return value(of: text) != nil }
            let value = text.dropFirst(name.count)
            return text.starts(with: name.prefix(text.count)) && value.count <= lengths.upperBound
                && value.allSatisfy(isAllowed)
        }
    }

    private static let carriageReturn = UInt8(ascii: "\r")
    private static let start = Array("GET \(UpgradeRequest.path) HTTP/1.1".utf8)
    private static let hostIndex = 0
    private static let keyIndex = 4
    private static let proofIndex = 5
    /// The lines after the first; each must be there once, in any order.
    private static let lines = [
        Line("Host: ", 1...300) { isText($0) || [".", ":", "[", "]", "_"].contains(UnicodeScalar($0)) },
        Line("Connection: upgrade"),
        Line("Upgrade: \(UpgradeRequest.upgrade)"),
        Line("Sec-WebSocket-Version: 13"),
        Line("Sec-WebSocket-Key: ", 24...24) { isText($0) || ["+", "/", "="].contains(UnicodeScalar($0)) },
        Line("Cookie: \(UpgradeRequest.cookie)=", 1...UpgradeRequest.maximumProof) {
            isText($0) || $0 == UInt8(ascii: "_")
        },
    ]

    private static func isText(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// True for what a client may write into the Host field.
    static func isHost(_ text: String) -> Bool {
        lines[hostIndex].value(of: lines[hostIndex].name + Array(text.utf8)[...]) != nil
    }

    /// Reads what a connection has brought so far.
    static func read(_ bytes: [UInt8]) -> Reading {
        var rest = bytes[...]
        var values = [ArraySlice<UInt8>?](repeating: nil, count: lines.count)
        guard let first = takeLine(&rest) else { return isPrefix(rest) ? .incomplete : .foreign }
        guard first.elementsEqual(start) else { return .foreign }
        while let line = takeLine(&rest) {
            if line.isEmpty { return finish(values, length: bytes.count - rest.count) }
            guard let index = lines.indices.first(where: { lines[$0].value(of: line) != nil }), values[index] == nil
            else { return .foreign }
            values[index] = lines[index].value(of: line)
        }
        if rest.isEmpty || rest.elementsEqual([carriageReturn]) && !values.contains(nil) { return .incomplete }
        let isPossible = lines.indices.contains { values[$0] == nil && lines[$0].canBegin(rest) }
        return isPossible ? .incomplete : .foreign
    }

    private static func isPrefix(_ rest: ArraySlice<UInt8>) -> Bool {
        (start + [carriageReturn]).starts(with: rest)
    }

    /// Takes a line off `rest`, without its end; `nil` when it has no end yet.
    private static func takeLine(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")), end > rest.startIndex, rest[end - 1] == carriageReturn
        else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<(end - 1)]
    }

    private static func finish(_ values: [ArraySlice<UInt8>?], length: Int) -> Reading {
        guard !values.contains(nil), let key = values[keyIndex], let text = values[proofIndex],
            let proof = Data(base64URL: String(decoding: text, as: UTF8.self))
        else { return .foreign }
        return .complete(length: length, key: String(decoding: key, as: UTF8.self), proof: Array(proof))
    }
}
