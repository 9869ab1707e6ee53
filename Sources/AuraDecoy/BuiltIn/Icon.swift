internal import NIOCore

/// The picture for a browser's tab: a round spot with a lighter shape in it, 16 by 16 pixels, in the format that every
/// browser asks for unbidden.
enum Icon {
    private static let side = 16

    static func ico(_ choices: inout SeededChoices) -> ByteBuffer {
        let dark = (0..<3).map { _ in UInt8(choices.number(in: 30...150)) }
        let light = dark.map { 255 - (255 - $0) / 3 }
        let cut = (x: choices.number(in: 4...11), y: choices.number(in: 4...11), radius: choices.number(in: 2...4))
        var icon = ByteBuffer()
        writeHeader(to: &icon)
        // Rows go from the bottom up, pixels are blue, green, red, opacity.
        for y in (0..<side).reversed() {
            for x in 0..<side {
                let inside = isNear(x, y, 7.5, 7.5, 7.6)
                let spot = isNear(x, y, Double(cut.x), Double(cut.y), Double(cut.radius))
                icon.writeBytes((spot ? light : dark) + [inside ? 255 : 0])
            }
        }
        // The mask of old systems: nothing is cut out, since opacity says it already. Rows of it are four bytes.
        icon.writeRepeatingByte(0, count: side * 4)
        return icon
    }

    private static func isNear(_ x: Int, _ y: Int, _ cx: Double, _ cy: Double, _ radius: Double) -> Bool {
        let (dx, dy) = (Double(x) - cx, Double(y) - cy)
        return dx * dx + dy * dy <= radius * radius
    }

    private static func writeHeader(to icon: inout ByteBuffer) {
        let bitmap = 40 + side * side * 4 + side * 4
        icon.writeMultipleIntegers(UInt16(0), UInt16(1), UInt16(1), endianness: .little)
        icon.writeBytes([UInt8(side), UInt8(side), 0, 0])
        icon.writeMultipleIntegers(UInt16(1), UInt16(32), UInt32(bitmap), UInt32(22), endianness: .little)
        // The height counts picture and mask.
        icon.writeMultipleIntegers(UInt32(40), Int32(side), Int32(side * 2), endianness: .little)
        icon.writeMultipleIntegers(UInt16(1), UInt16(32), UInt32(0), UInt32(side * side * 4), endianness: .little)
        icon.writeRepeatingByte(0, count: 16)
    }
}
