internal import AuraWire

extension ValueRule where Value == Int {
    /// A whole number of a range.
    package static func integer(_ range: ClosedRange<Int>, unit: String = "") -> Self {
        let tail = unit.isEmpty ? "" : " " + unit
        return node(expected: "a whole number from \(range.lowerBound) to \(range.upperBound)\(tail)") { node in
            if case .integer(let number) = node, range.contains(number) { number } else { nil }
        }
    }

    /// The version of the file's format.
    package static var version: Self {
        node(expected: "1, the version of the format that this build reads") { node in
            if case .integer(1) = node { 1 } else { nil }
        }
    }
}

extension ValueRule where Value == UInt16 {
    /// A port to bind or dial.
    package static var port: Self {
        node(expected: "a port from 1 to 65535") { node in
            if case .integer(let number) = node, number > 0 { UInt16(exactly: number) } else { nil }
        }
    }
}

extension ValueRule where Value == Bool {
    /// `true` or `false`.
    static var boolean: Self {
        node(expected: "true or false") { node in
            if case .boolean(let flag) = node { flag } else { nil }
        }
    }
}

extension ValueRule where Value == Duration {
    /// A whole number of seconds.
    static func seconds(_ range: ClosedRange<Int>) -> Self {
        let rule = ValueRule<Int>.integer(range, unit: "seconds")
        return Self(expected: rule.expected) { node throws(Rejection) in .seconds(try rule.read(node)) }
    }

    /// A whole number of microseconds.
    static func microseconds(_ range: ClosedRange<Int>) -> Self {
        let rule = ValueRule<Int>.integer(range, unit: "microseconds")
        return Self(expected: rule.expected) { node throws(Rejection) in .microseconds(try rule.read(node)) }
    }
}

extension ValueRule where Value: CaseIterable & RawRepresentable<String> {
    /// One of the names of an enumeration; a near miss is suggested.
    static var choice: Self {
        let names = Value.allCases.map(\.rawValue)
        let expected = names.map { "\"\($0)\"" }.joined(separator: " or ")
        return Self(expected: expected) { node throws(Rejection) in
            guard case .string(let text) = node else { throw Rejection(found: node.summary, expected: expected) }
            if let value = Value(rawValue: text) { return value }
            let near = NearestName.of(text, among: names)
            throw Rejection(
                found: node.summary, expected: expected, suggestion: near.map { "did you mean \"\($0)\"?" })
        }
    }
}
