import AuraCrypto
import Testing

@Suite("The outer key")
struct OuterKeyTests {
    private static let key = OuterKey(bytes: Array(1...32 as ClosedRange<UInt8>))

    @Test("Is 32 bytes, in base64 and back, and nothing else")
    func forms() throws {
        let key = try #require(Self.key)
        #expect(try #require(OuterKey(base64: key.base64)).base64 == key.base64)
        for count in [0, 31, 33] { #expect(OuterKey(bytes: [UInt8](repeating: 1, count: count)) == nil) }
        for text in ["", "AAAA", "not base64!", key.base64 + "A", String(key.base64.dropLast(2))] {
            #expect(OuterKey(base64: text) == nil)
        }
        #expect(OuterKey.random().base64 != OuterKey.random().base64)
    }

    @Test("Shows itself nowhere")
    func hidden() throws {
        let key = try #require(Self.key)
        var dumped = ""
        dump(key, to: &dumped)
        for text in [dumped, "\(key)", String(reflecting: key)] {
            #expect(!text.contains(key.base64) && !text.contains("1, 2, 3"))
        }
    }

    private func seal(_ plaintext: [UInt8], with sealer: OuterSealer) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: plaintext.count + OuterSealer.overhead)
        var span = output.mutableSpan
        let length = try sealer.seal(plaintext.span, into: &span)
        #expect(length == output.count)
        return output
    }

    private func open(_ datagram: [UInt8], with sealer: OuterSealer) -> [UInt8]? {
        var datagram = datagram
        var span = datagram.mutableSpan
        guard let range = sealer.open(&span) else { return nil }
        return Array(datagram[range])
    }

    @Test("Seals handshakes so that only its holders open them, differently each time")
    func sealer() throws {
        let sealer = try #require(Self.key).handshakeSealer
        let plaintext: [UInt8] = Array(repeating: 5, count: 100)
        let sealed = try seal(plaintext, with: sealer)
        #expect(open(sealed, with: sealer) == plaintext)
        #expect(open(sealed, with: OuterKey.random().handshakeSealer) == nil)
        #expect(try seal(plaintext, with: sealer).prefix(24) != sealed.prefix(24))
        for bit in 0..<(sealed.count * 8) {
            var forged = sealed
            forged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(open(forged, with: sealer) == nil)
        }
        for length in 0..<sealed.count { #expect(open(Array(sealed[..<length]), with: sealer) == nil) }
    }

    @Test("Does not seal where there is no room")
    func noRoom() throws {
        let sealer = try #require(Self.key).handshakeSealer
        var output = [UInt8](repeating: 0, count: 10 + OuterSealer.overhead - 1)
        var error: OuterSealError?
        do throws(OuterSealError) {
            var span = output.mutableSpan
            _ = try sealer.seal([UInt8](repeating: 0, count: 10).span, into: &span)
        } catch let refusal { error = refusal }
        #expect(error == .noRoom && output.allSatisfy { $0 == 0 })
    }

    private func masked(_ datagram: [UInt8], with mask: HeaderMask) -> [UInt8] {
        var datagram = datagram
        var span = datagram.mutableSpan
        mask.apply(to: &span)
        return datagram
    }

    @Test("Masks a header with what follows it, and unmasks it the same way")
    func mask() throws {
        let mask = try #require(Self.key).headerMask
        let datagram = (0..<60).map { UInt8($0) }
        let once = masked(datagram, with: mask)
        #expect(once[..<16] != datagram[..<16] && once[16...] == datagram[16...])
        #expect(masked(once, with: mask) == datagram)
        #expect(masked(datagram, with: OuterKey.random().headerMask) != once)
        var other = datagram
        other[16] ^= 1
        #expect(masked(other, with: mask)[..<16] != once[..<16])
        other = datagram
        other[32] ^= 1
        #expect(masked(other, with: mask)[..<16] == once[..<16])
    }

    @Test("Leaves what is too short for a header and a sample alone")
    func shortMask() throws {
        let mask = try #require(Self.key).headerMask
        for length in 0..<32 {
            let datagram = [UInt8](repeating: 1, count: length)
            #expect(masked(datagram, with: mask) == datagram)
        }
        #expect(masked([UInt8](repeating: 1, count: 32), with: mask) != [UInt8](repeating: 1, count: 32))
    }
}
