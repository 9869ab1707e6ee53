internal import AuraWire
internal import Synchronization

/// The writers of a device, so that several threads can write at once and none makes a new one for each batch. Its lock
/// is taken twice a batch.
struct WriterPool: ~Copyable, Sendable {
    private let idle = Mutex(Idle())

    /// Lends a writer for one batch.
    func write<Sink: FrameSink>(
        _ packets: inout PacketBatch, to sink: Sink
    ) throws(DeviceError) -> DeviceWriteResult {
        var writer = idle.withLock { $0.take() } ?? BatchWriter()
        let result: Result<DeviceWriteResult, DeviceError>
        do throws(DeviceError) {
            result = .success(try writer.write(&packets, to: sink))
        } catch {
            result = .failure(error)
        }
        giveBack(writer)
        return try result.get()
    }

    private func giveBack(_ writer: consuming BatchWriter) {
        // A closure cannot consume what it captures, but it can take it out of an optional.
        var writer = Optional(writer)
        idle.withLock { $0.keep(&writer) }
    }

    /// The writers that nobody uses. More threads than eight at the same time make their own.
    private struct Idle: ~Copyable {
        private var writers: [8 of BatchWriter?] = InlineArray { _ in nil }

        mutating func take() -> BatchWriter? {
            for index in writers.indices {
                if let writer = writers[index].take() { return writer }
            }
            return nil
        }

        mutating func keep(_ writer: inout BatchWriter?) {
            for index in writers.indices where writers[index] == nil { return writers[index] = writer.take() }
        }
    }
}
