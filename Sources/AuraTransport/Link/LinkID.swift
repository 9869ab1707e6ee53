internal import Synchronization

/// Names a link for the life of the process.
public struct LinkID: Hashable, Sendable {
    /// The number, counted from 1.
    public let rawValue: UInt32

    /// Names a link by number; real links get theirs from ``next()``.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    private static let last = Atomic<UInt32>(0)

    /// A number not given out before.
    public static func next() -> LinkID {
        LinkID(rawValue: last.wrappingAdd(1, ordering: .relaxed).newValue)
    }
}

extension LinkID: CustomStringConvertible {
    /// For example `link-3`.
    public var description: String { "link-\(rawValue)" }
}
