import Synchronization

/// What a background process printed, kept up to a bound, and how it ended.
final class Transcript: Sendable {
    /// The most that is kept of one process; what comes later is dropped, the process goes on.
    static let maximumBytes = 16 << 20

    private struct State {
        var bytes: [UInt8] = []
        var status: ExitStatus?
    }
    private let state = Mutex(State())

    var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }
    var status: ExitStatus? { state.withLock { $0.status } }

    func append(_ span: RawSpan) {
        state.withLock { state in
            let room = Self.maximumBytes - state.bytes.count
            for index in 0..<min(room, span.byteCount) {
                state.bytes.append(span.unsafeLoad(fromByteOffset: index, as: UInt8.self))
            }
        }
    }

    func finish(_ status: ExitStatus) {
        state.withLock { $0.status = status }
    }
}
