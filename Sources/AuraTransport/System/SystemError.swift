internal import CAura

/// A system call that failed.
public struct SystemError: Error, Hashable, Sendable {
    /// The call, for example `bind`.
    public let call: String
    /// The error number (`errno`).
    public let number: Int32

    /// Makes the error of `call`.
    public init(call: String, number: Int32) {
        self.call = call
        self.number = number
    }
}

extension SystemError: CustomStringConvertible {
    /// For example `bind: Address already in use (error 98)`.
    public var description: String { "\(call): \(Self.text(of: number)) (error \(number))" }

    /// Sound because the C function writes at most the capacity it is told and ends the text with a zero.
    private static func text(of number: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            buffer.initialize(repeating: 0)
            guard let base = buffer.baseAddress else { return "" }
            aura_error_text(number, base, buffer.count)
            return String(cString: base)
        }
    }
}
