/// A typed field of a message that may grow: `type(1) length(2) value` (PROTOCOL.md, "Records").
///
/// Readers pass over types that they do not know, so that a newer peer can say more to an older one.
public struct Record: Hashable, Sendable {
    /// What the value means; message by message.
    public let type: UInt8
    /// The value, at most 65,535 bytes.
    public let value: ArraySlice<UInt8>

    /// Makes a record.
    public init(type: UInt8, value: some Sequence<UInt8>) {
        self.type = type
        self.value = ArraySlice(value)
    }

    /// The most records that a reader takes from one message.
    public static let maximumCount = 64

    /// Decodes records to the end of `bytes`.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(WireError) -> [Record] {
        var reader = ByteReader(bytes)
        var records: [Record] = []
        while reader.remaining > 0 {
            guard records.count < maximumCount else { throw .invalid("number of records") }
            let type: UInt8 = try reader.integer("record type")
            let length: UInt16 = try reader.integer("record length")
            records.append(Record(type: type, value: try reader.bytes(Int(length), "record value")))
        }
        return records
    }

    /// Encodes records one after the other. A value over 65,535 bytes is cut off by nobody: it is a programming error.
    public static func encode(_ records: [Record]) -> [UInt8] {
        var writer = ByteWriter(capacity: records.reduce(0) { $0 + 3 + $1.value.count })
        for record in records {
            precondition(record.value.count <= Int(UInt16.max), "a record's value is at most 65,535 bytes")
            writer.integer(record.type)
            writer.integer(UInt16(record.value.count))
            writer.bytes(record.value)
        }
        return writer.output
    }
}
