internal import CAura

/// A plain named thread that whoever owns this value waits for.
///
/// Sound because the body is retained once here and released once by the thread, and because the handle is joined or
/// detached exactly once, by `deinit` of a type that cannot be copied.
struct OwnedThread: ~Copyable, Sendable {
    private let handle: UInt

    /// Starts `body`. Names are cut to 15 bytes by the system.
    init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        var handle: UInt = 0
        let context = Unmanaged.passRetained(Body(body))
        do throws(SystemError) {
            try SystemCall.require("pthread_create") {
                aura_thread_start(&handle, name, { OwnedThread.run($0) }, context.toOpaque())
            }
        } catch {
            context.release()
            throw error
        }
        self.handle = handle
    }

    /// Joins; a thread that drops its own handle is detached instead.
    deinit {
        if aura_thread_self() == handle {
            _ = aura_thread_detach(handle)
        } else {
            _ = aura_thread_join(handle)
        }
    }

    /// Names the calling thread.
    static var current: UInt { aura_thread_self() }

    /// Makes the timeouts of the calling thread precise.
    static func bePunctual() { aura_thread_be_punctual() }

    private static func run(_ context: UnsafeMutableRawPointer?) {
        guard let context else { return }
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
