/// Reads big-endian fields from the front of some bytes, checking each step.
public struct ByteReader: Sendable {
    private var left: ArraySlice<UInt8>

    /// Reads from `bytes`.
    public init(_ bytes: [UInt8]) {
        left = bytes[...]
    }

    /// Reads from `bytes`.
    public init(_ bytes: ArraySlice<UInt8>) {
        left = bytes
    }

    /// Bytes not read yet.
    public var remaining: Int { left.count }

    /// Reads a big-endian integer; `field` names it in errors.
    public mutating func integer<I: FixedWidthInteger & UnsignedInteger>(_ field: String) throws(WireError) -> I {
        let width = I.bitWidth / 8
        guard left.count >= width else { throw .truncated(field) }
        defer { left = left.dropFirst(width) }
        return left.prefix(width).reduce(0) { $0 << 8 | I(truncatingIfNeeded: $1) }
    }

    /// Reads a big-endian integer that must be in `range`.
    public mutating func integer<I: FixedWidthInteger & UnsignedInteger>(
        _ field: String, in range: ClosedRange<I>
    ) throws(WireError) -> I {
        let value: I = try integer(field)
        guard range.contains(value) else { throw .invalid(field) }
        return value
    }

    /// Reads one byte that must be `value`.
    public mutating func expect(_ value: UInt8, _ field: String) throws(WireError) {
        _ = try integer(field, in: value...value) as UInt8
    }

    /// Reads `count` bytes.
    public mutating func bytes(_ count: Int, _ field: String) throws(WireError) -> ArraySlice<UInt8> {
        guard count >= 0, left.count >= count else { throw .truncated(field) }
        defer { left = left.dropFirst(count) }
        return left.prefix(count)
    }

    /// Reads all that is left.
    public mutating func rest() -> ArraySlice<UInt8> {
        defer { left = left.suffix(0) }
        return left
    }

    /// Throws unless everything has been read.
    public func end() throws(WireError) {
        guard left.isEmpty else { throw .trailing(left.count) }
    }
}

/// Why some bytes are not what they should be.
public enum WireError: Error, Hashable, CustomStringConvertible {
    /// The bytes end inside this field.
    case truncated(String)
    /// This field has a value that it may not have.
    case invalid(String)
    /// This many bytes follow the last field.
    case trailing(Int)

    /// The field and what is wrong with it.
    public var description: String {
        switch self {
        case .truncated(let field): "the bytes end inside the field \"\(field)\""
        case .invalid(let field): "the field \"\(field)\" has a value out of range"
        case .trailing(let count): "\(count) bytes follow the last field"
        }
    }
}
