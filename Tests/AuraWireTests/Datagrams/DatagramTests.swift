import AuraWire
import Testing

@Suite("Datagrams")
struct DatagramTests {
    private static let fragment = HandshakeFragment(
        message: 2, index: 1, count: 3, senderIndex: 0x0102_0304, receiverIndex: 0x0506_0708, attempt: 9,
        body: [1, 2, 3])

    @Test("A fragment has the documented layout and decodes to itself")
    func fragment() throws {
        let bytes = Self.fragment.encoded
        #expect(bytes == [2, 2, 1, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 1, 2, 3])
        #expect(try HandshakeFragment(decoding: bytes) == Self.fragment)
    }

    @Test("A fragment that is cut in its header or has no body is refused")
    func fragmentTruncation() {
        let bytes = Self.fragment.encoded
        for length in 0...16 {
            #expect(throws: WireError.self) { try HandshakeFragment(decoding: Array(bytes[..<length])) }
        }
    }

    @Test(
        "A fragment with a field out of range is refused",
        arguments: [(0, 1), (0, 3), (1, 0), (1, 4), (2, 3), (3, 0), (3, 1), (3, 5), (13, 1), (14, 1), (15, 1)])
    func fragmentRanges(offset: Int, value: Int) {
        var bytes = Self.fragment.encoded
        bytes[offset] = UInt8(value)
        #expect(throws: WireError.self) { try HandshakeFragment(decoding: bytes) }
    }

    @Test("A fragment's body is at most its limit")
    func fragmentBody() throws {
        let head = Self.fragment.encoded.prefix(16)
        let longest = Array(head) + [UInt8](repeating: 7, count: HandshakeFragment.maximumBody)
        #expect(try HandshakeFragment(decoding: longest).body.count == HandshakeFragment.maximumBody)
        #expect(throws: WireError.invalid("body")) { try HandshakeFragment(decoding: longest + [7]) }
    }

    @Test("A cookie reply decodes to itself, whatever its padding", arguments: [0, 1, 200])
    func cookie(padding: Int) throws {
        let reply = CookieReply(receiverIndex: 0x0a0b_0c0d, cookie: Array(1...16))
        let bytes = reply.encoded(padding: padding)
        #expect(bytes.prefix(9) == [3, 0, 0, 0, 10, 11, 12, 13, 1] && bytes.count == 24 + padding)
        #expect(try CookieReply(decoding: bytes) == reply)
        for length in 0..<24 {
            #expect(throws: WireError.self) { try CookieReply(decoding: Array(bytes[..<length])) }
        }
        for offset in 0..<4 {
            var bytes = bytes
            bytes[offset] ^= 1
            #expect(throws: WireError.self) { try CookieReply(decoding: bytes) }
        }
    }

    @Test("A data header has the documented layout and decodes to itself")
    func header() throws {
        let header = DataHeader(receiverIndex: 0x0102_0304, counter: 0x1112_1314_1516_1718)
        let inline = header.bytes
        let bytes = inline.indices.map { inline[$0] }
        #expect(bytes == [1, 0, 0, 0, 1, 2, 3, 4, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18])
        #expect(DataHeader(bytes.span) == header && DataHeader((bytes + [9]).span) == header)
        for length in 0..<16 { #expect(DataHeader(Array(bytes[..<length]).span) == nil) }
        for offset in 0..<4 {
            var bytes = bytes
            bytes[offset] ^= 0x80
            #expect(DataHeader(bytes.span) == nil)
        }
        let largest = DataHeader(receiverIndex: .max, counter: .max).bytes
        #expect(DataHeader(largest.span) == DataHeader(receiverIndex: .max, counter: .max))
    }
}
