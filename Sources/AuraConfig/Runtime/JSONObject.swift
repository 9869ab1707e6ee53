internal import Foundation

/// Reads a JSON text (RFC 8259) into the values that rules read. The decoder alone is not strict enough: it takes UTF-16 and
/// keys that are given twice.
enum JSONObject {
    /// The members of the object that `bytes` are, at most ``ConfigurationLimits/maximumSnapshotBytes`` of them.
    static func members(of bytes: [UInt8]) throws(Rejection) -> [String: TOMLNode] {
        let limit = ConfigurationLimits.maximumSnapshotBytes
        guard bytes.count <= limit else {
            throw Rejection(found: "\(bytes.count) bytes", expected: "at most \(limit) bytes")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Rejection(found: "bytes that are not UTF-8", expected: "UTF-8 text")
        }
        try JSONScanner.check(bytes)
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
            throw Rejection(found: "not JSON", expected: "a JSON object")
        }
        guard case .table(let members) = value.node else {
            throw Rejection(found: value.node.summary, expected: "a JSON object")
        }
        return members
    }
}

/// A value of a JSON text. Elements of arrays are not looked at: no field of ours has any.
private struct JSONValue: Decodable {
    let node: TOMLNode

    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: Name.self) {
            node = .table(try Self.members(of: object))
        } else if let list = try? decoder.unkeyedContainer() {
            node = .other("list of \(list.count ?? 0)")
        } else {
            node = Self.scalar(try decoder.singleValueContainer())
        }
    }

    private static func members(of object: KeyedDecodingContainer<Name>) throws -> [String: TOMLNode] {
        var members: [String: TOMLNode] = [:]
        for name in object.allKeys { members[name.stringValue] = try object.decode(JSONValue.self, forKey: name).node }
        return members
    }

    private static func scalar(_ value: any SingleValueDecodingContainer) -> TOMLNode {
        if value.decodeNil() { return .other("null") }
        if let flag = try? value.decode(Bool.self) { return .boolean(flag) }
        if let text = try? value.decode(String.self) { return .string(text) }
        if let number = try? value.decode(Int.self) { return .integer(number) }
        return .other("number that is not whole or too large")
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }
}
