/// A value of a TOML document.
package enum TOMLNode {
    case table([String: TOMLNode])
    case array([TOMLNode])
    case string(String)
    case integer(Int)
    case boolean(Bool)
    /// A kind that no key of ours takes, by its name: numbers with a fraction, dates, times.
    case other(String)

    /// What was found, with the value where that is short.
    package var summary: String {
        switch self {
        case .string(let text): "found \(Printable.quoted(text))"
        case .integer(let number): "found \(number)"
        case .boolean(let flag): "found \(flag)"
        default: hiddenSummary
        }
    }

    /// What was found, without the value: for keys that hold secrets.
    package var hiddenSummary: String {
        switch self {
        case .table: "found a table"
        case .array(let elements): "found an array of \(elements.count)"
        case .string(let text): "found a string of \(text.utf8.count) bytes"
        case .integer: "found an integer"
        case .boolean: "found a boolean"
        case .other(let kind): "found a \(kind)"
        }
    }
}
