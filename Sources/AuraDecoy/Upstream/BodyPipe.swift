internal import NIOCore
internal import Synchronization

/// Passes the body of a request on piece by piece. Each piece is held until it is wanted, so that a slow upstream makes a
/// fast stranger wait.
final class BodyPipe: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error

    fileprivate struct State {
        var piece: ByteBuffer?
        /// The giver has said that nothing follows, or why.
        var ending: Result<Void, any Error>?
        /// Nobody takes any more.
        var isClosed = false
        var giver: CheckedContinuation<Bool, Never>?
        var taker: CheckedContinuation<ByteBuffer?, any Error>?
    }

    private let state = Mutex(State())

    /// Why the giver broke off, if he did.
    var failure: (any Error)? {
        state.withLock { state in
            guard case .failure(let error) = state.ending else { return nil }
            return error
        }
    }

    /// Gives a piece and waits until it was taken; false if nobody takes any more.
    func give(_ piece: ByteBuffer) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { giver in
                let (result, taker) = state.withLock { $0.give(piece, giver) }
                taker?.resume(returning: piece)
                if let result { giver.resume(returning: result) }
            }
        } onCancel: {
            close()
        }
    }

    /// Says that nothing follows, or that the body broke off.
    func end(_ ending: Result<Void, any Error> = .success(())) {
        let taker = state.withLock { state in
            state.ending = state.ending ?? ending
            return state.taker.take()
        }
        taker?.resume(with: ending.map { nil })
    }

    /// Says that nobody takes any more. Whoever does all the same is told that the body broke off, since an end would make
    /// half a body look like a whole one.
    func close() {
        let (giver, taker) = state.withLock { state in
            state.isClosed = true
            state.piece = nil
            return (state.giver.take(), state.taker.take())
        }
        giver?.resume(returning: false)
        taker?.resume(throwing: CancellationError())
    }

    fileprivate func take() async throws -> ByteBuffer? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { taker in
                let (result, giver) = state.withLock { $0.take(taker) }
                giver?.resume(returning: true)
                if let result { taker.resume(with: result) }
            }
        } onCancel: {
            close()
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(pipe: self) }

    struct Iterator: AsyncIteratorProtocol {
        let pipe: BodyPipe

        func next() async throws -> ByteBuffer? { try await pipe.take() }
    }
}

extension BodyPipe.State {
    /// What the giver is told at once, if anything, and who waits for the piece.
    fileprivate mutating func give(
        _ piece: ByteBuffer, _ giver: CheckedContinuation<Bool, Never>
    ) -> (Bool?, CheckedContinuation<ByteBuffer?, any Error>?) {
        guard !isClosed else { return (false, nil) }
        if let taker = taker.take() { return (true, taker) }
        self.piece = piece
        self.giver = giver
        return (nil, nil)
    }

    /// What the taker is told at once, if anything, and who waits for that.
    fileprivate mutating func take(
        _ taker: CheckedContinuation<ByteBuffer?, any Error>
    ) -> (Result<ByteBuffer?, any Error>?, CheckedContinuation<Bool, Never>?) {
        if let piece = piece.take() { return (.success(piece), giver.take()) }
        if isClosed { return (.failure(CancellationError()), nil) }
        if let ending { return (ending.map { nil }, nil) }
        self.taker = taker
        return (nil, nil)
    }
}
