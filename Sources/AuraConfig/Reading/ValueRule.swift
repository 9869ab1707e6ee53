/// What one key takes: the words for it, and how a value is made of what is in the file.
package struct ValueRule<Value> {
    /// What is expected, as a phrase that follows "expected".
    package let expected: String
    private let accept: (TOMLNode) throws(Rejection) -> Value

    package init(expected: String, accept: @escaping (TOMLNode) throws(Rejection) -> Value) {
        self.expected = expected
        self.accept = accept
    }

    /// Makes the value or says why not.
    package func read(_ node: TOMLNode) throws(Rejection) -> Value { try accept(node) }

    /// The same rule for a value that may be left out.
    package var orNone: ValueRule<Value?> {
        ValueRule<Value?>(expected: expected) { node throws(Rejection) in try read(node) }
    }

    /// A value of any kind that `convert` takes; with `hidden`, what was found is described but not repeated.
    package static func node(expected: String, hidden: Bool = false, convert: @escaping (TOMLNode) -> Value?) -> Self {
        Self(expected: expected) { node throws(Rejection) in
            guard let value = convert(node) else {
                throw Rejection(found: hidden ? node.hiddenSummary : node.summary, expected: expected)
            }
            return value
        }
    }

    /// A string that `convert` takes.
    package static func string(expected: String, hidden: Bool = false, convert: @escaping (String) -> Value?) -> Self {
        node(expected: expected, hidden: hidden) { node in
            if case .string(let text) = node { convert(text) } else { nil }
        }
    }
}
