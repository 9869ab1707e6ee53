internal import Foundation

/// JSON for state files, with errors that name the field.
enum StateFormat {
    /// Encodes what is meant for the file at `path`.
    static func encode(_ value: some Encodable, path: String) throws(StateFileError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        do {
            return Array(try encoder.encode(value))
        } catch {
            throw StateFileError(path, "cannot encode: \(error)")
        }
    }

    /// Decodes a file of ours, or says what is wrong with which field.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8], path: String) throws(StateFileError)
        -> Value
    {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw StateFileError.malformed(path, problem(error))
        } catch {
            throw StateFileError.malformed(path, "is not valid JSON")
        }
    }

    private static func problem(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "field \(field(context.codingPath + [key])) is missing"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            "field \(field(context.codingPath)) has the wrong type; expected \(type)"
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            "is not valid JSON"
        case .dataCorrupted(let context):
            "field \(field(context.codingPath)): \(context.debugDescription)"
        @unknown default:
            "is not valid"
        }
    }

    /// `leases[3].name`, with keys as they are in the file.
    private static func field(_ path: [any CodingKey]) -> String {
        path.reduce("") { text, key in
            if let index = key.intValue { return "\(text)[\(index)]" }
            return text.isEmpty ? snakeCase(key.stringValue) : "\(text).\(snakeCase(key.stringValue))"
        }
    }

    private static func snakeCase(_ name: String) -> String {
        name.reduce("") { $1.isUppercase ? "\($0)_\($1.lowercased())" : "\($0)\($1)" }
    }
}
