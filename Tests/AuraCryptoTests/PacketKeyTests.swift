import AuraCrypto
import Crypto
import Testing

@Suite("Packet keys")
struct PacketKeyTests {
    private static let secret = SymmetricKey(data: Array(0..<32 as Range<UInt8>))

    private func seal(_ plaintext: [UInt8], counter: UInt64, header: [UInt8], room: Int = 100, at offset: Int = 0)
        -> [UInt8]?
    {
        let key = PacketKey(Self.secret)
        var output = [UInt8](repeating: 0xee, count: room)
        var span = output.mutableSpan
        guard let length = key.seal(plaintext.span, counter: counter, header: header.span, into: &span, at: offset)
        else { return nil }
        return Array(output[offset..<(offset + length)])
    }

    private func open(_ message: [UInt8], counter: UInt64, header: [UInt8], at offset: Int = 0) -> [UInt8]? {
        let key = PacketKey(Self.secret)
        var message = message
        var span = message.mutableSpan
        guard let length = key.open(&span, at: offset, counter: counter, header: header.span) else { return nil }
        return Array(message[offset..<(offset + length)])
    }

    @Test(
        "Are AES-256-GCM with the counter, big-endian, as nonce",
        arguments: [0, 1, 0x0102_0304_0506_0708, .max] as [UInt64])
    func against(counter: UInt64) throws {
        let nonce = (0..<12).map { $0 < 4 ? 0 : UInt8(truncatingIfNeeded: counter >> UInt64(88 - 8 * $0)) }
        let box = try AES.GCM.seal([1, 2, 3], using: Self.secret, nonce: .init(data: nonce), authenticating: [4, 5])
        #expect(seal([1, 2, 3], counter: counter, header: [4, 5]) == Array(box.ciphertext) + Array(box.tag))
    }

    @Test("Open what they sealed, at any offset and length", arguments: [0, 1, 15, 16, 17, 1_400])
    func roundTrip(length: Int) throws {
        let plaintext = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let sealed = try #require(seal(plaintext, counter: 9, header: [1], room: length + 32, at: 16))
        #expect(sealed.count == length + PacketKey.tagLength)
        #expect(open(Array(repeating: 0, count: 16) + sealed, counter: 9, header: [1], at: 16) == plaintext)
    }

    @Test("Notice another counter, another header, any changed bit and any cut")
    func forgeries() throws {
        let sealed = try #require(seal([1, 2, 3], counter: 9, header: [1]))
        #expect(open(sealed, counter: 10, header: [1]) == nil && open(sealed, counter: 9, header: [2]) == nil)
        #expect(open(sealed, counter: 9, header: []) == nil && open(sealed + [0], counter: 9, header: [1]) == nil)
        for bit in 0..<(sealed.count * 8) {
            var forged = sealed
            forged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(open(forged, counter: 9, header: [1]) == nil)
        }
        for length in 0..<sealed.count { #expect(open(Array(sealed[..<length]), counter: 9, header: [1]) == nil) }
        #expect(open(sealed, counter: 9, header: [1]) == [1, 2, 3])
    }

    @Test("Refuse to seal or open where there is no room")
    func room() {
        #expect(seal([1, 2, 3], counter: 0, header: [], room: 18) == nil)
        #expect(seal([1, 2, 3], counter: 0, header: [], room: 19) != nil)
        #expect(seal([1, 2, 3], counter: 0, header: [], room: 25, at: 7) == nil)
        #expect(
            seal([], counter: 0, header: [], room: 16, at: 17) == nil && seal([], counter: 0, header: [], at: -1) == nil
        )
        #expect(
            open([1, 2], counter: 0, header: [], at: 3) == nil && open([1, 2], counter: 0, header: [], at: -1) == nil)
    }
}
