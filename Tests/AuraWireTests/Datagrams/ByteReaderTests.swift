import AuraWire
import Testing

@Suite("Reading and writing fields")
struct ByteReaderTests {
    @Test("Integers are big-endian, both ways")
    func integers() throws {
        var writer = ByteWriter()
        writer.integer(0x01 as UInt8)
        writer.integer(0x0203 as UInt16)
        writer.integer(0x0405_0607 as UInt32)
        writer.integer(0x0809_0a0b_0c0d_0e0f as UInt64)
        writer.bytes([0x10])
        #expect(writer.output == Array(1...16))
        var reader = ByteReader(writer.output)
        let values = (
            try reader.integer("a") as UInt8, try reader.integer("b") as UInt16, try reader.integer("c") as UInt32,
            try reader.integer("d") as UInt64
        )
        #expect(values == (0x01, 0x0203, 0x0405_0607, 0x0809_0a0b_0c0d_0e0f))
        #expect(reader.remaining == 1 && reader.rest() == [0x10] && reader.remaining == 0)
    }

    @Test("Reading past the end names the field and takes nothing")
    func truncated() throws {
        var reader = ByteReader([1, 2, 3])
        #expect(throws: WireError.truncated("x")) { let _: UInt32 = try reader.integer("x") }
        #expect(throws: WireError.truncated("y")) { try reader.bytes(4, "y") }
        #expect(throws: WireError.truncated("z")) { try reader.bytes(-1, "z") }
        #expect(throws: WireError.trailing(3)) { try reader.end() }
        #expect(try reader.bytes(3, "all") == [1, 2, 3])
        try reader.end()
    }

    @Test("Values out of range are refused")
    func ranges() throws {
        var reader = ByteReader([5, 5][...])
        #expect(throws: WireError.invalid("x")) { let _: UInt8 = try reader.integer("x", in: 6...7) }
        try reader.expect(5, "y")
        #expect(reader.remaining == 0)
    }
}
