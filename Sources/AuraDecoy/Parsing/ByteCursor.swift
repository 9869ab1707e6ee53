internal import NIOCore

/// Walks over bytes of a request's head.
struct ByteCursor {
    private let bytes: ByteBufferView
    private var place: ByteBufferView.Index

    init(_ bytes: ByteBufferView) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    /// How many bytes are behind.
    var consumed: Int { place - bytes.startIndex }
    /// The byte ahead; nil if it has not come yet.
    var next: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

    /// Two carriage returns are ahead.
    var isAtDoubleReturn: Bool { bytes[place...].prefix(2).elementsEqual([.carriageReturn, .carriageReturn]) }

    mutating func skip() {
        if place < bytes.endIndex { place += 1 }
    }

    /// Passes over the bytes for which `belongs` holds, and gives them.
    mutating func take(while belongs: (UInt8) -> Bool) -> ByteBufferView.SubSequence {
        let start = place
        while place < bytes.endIndex, belongs(bytes[place]) { place += 1 }
        return bytes[start..<place]
    }

    mutating func skipSpaces() {
        _ = take { $0 == .space }
    }
}

extension UInt8 {
    static let space = UInt8(ascii: " ")
    static let carriageReturn = UInt8(ascii: "\r")
    static let lineFeed = UInt8(ascii: "\n")

    var isLineEnd: Bool { self == .carriageReturn || self == .lineFeed }
    /// A space, another control or the delete byte: none of them can be inside a name or a target.
    var isBlankOrControl: Bool { self <= .space || self == 0x7F }
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isHexadecimalDigit: Bool { isDigit || (0x41...0x46).contains(self & 0xDF) }
    var isUpper: Bool { (0x41...0x5A).contains(self) }
    var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
}

/// What reading a piece of a head comes to.
enum Piece<Value> {
    /// Good so far, but there is more to come.
    case incomplete
    case refused(Refusal)
    /// The piece, and how many bytes it took.
    case complete(Value, length: Int)
}
