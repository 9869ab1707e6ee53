internal import Foundation

/// What became of a system call that does not wait.
enum SystemResult {
    /// It worked; the value is the call's own.
    case done(Int)
    /// It would have had to wait.
    case wouldBlock
    /// It failed with this error number.
    case failed(Int32)
}

/// The one place all system calls of this module go through.
enum SystemCall {
    /// Runs a call that returns a negated error number on failure, again for as long as signals interrupt it.
    @inline(__always)
    static func run(_ call: () -> Int32) -> SystemResult {
        while true {
            let value = call()
            if value >= 0 { return .done(Int(value)) }
            if value == -EINTR { continue }
            return value == -EAGAIN || value == -EWOULDBLOCK ? .wouldBlock : .failed(-value)
        }
    }

    /// The same for a call that has no reason to wait.
    @discardableResult
    static func require(_ name: String, _ call: () -> Int32) throws(SystemError) -> Int {
        switch run(call) {
        case .done(let value): return value
        case .wouldBlock: throw SystemError(call: name, number: EAGAIN)
        case .failed(let number): throw SystemError(call: name, number: number)
        }
    }
}
