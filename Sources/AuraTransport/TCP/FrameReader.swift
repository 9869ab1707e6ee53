internal import AuraWire
internal import NIOCore

/// Cuts what a connection brings into frames: a length of four bytes, then as many bytes.
///
/// It keeps the beginning of one frame at most, ``TCPLimits/maximumFrame`` bytes.
struct FrameReader {
    /// Who sends the frames: the remote of every entry.
    let remote: AuraWire.SocketAddress
    /// The beginning of a frame whose end has not come yet, its length included.
    private var partial = ByteBuffer()

    init(remote: AuraWire.SocketAddress) {
        self.remote = remote
    }

    /// A frame of a length that no frame has; nothing can be read any more.
    struct Malformed: Error {
        let length: UInt32
    }

    /// How a read ended.
    enum Progress {
        /// Everything that came is used up.
        case done
        /// The batch is full, and there may be more.
        case full
        /// What comes next is no frame.
        case broken(Malformed)
    }

    /// Moves whole frames from `input` into `batch` and keeps what is left over.
    mutating func read(_ input: inout ByteBuffer, into batch: inout PacketBatch) -> Progress {
        do throws(Malformed) {
            return try advance(&input, into: &batch)
        } catch {
            return .broken(error)
        }
    }

    private mutating func advance(
        _ input: inout ByteBuffer, into batch: inout PacketBatch
    ) throws(Malformed) -> Progress {
        if partial.readableBytes > 0 {
            guard try complete(from: &input) else { return .done }
            guard append(&partial, to: &batch) else { return .full }
            partial.clear()
        }
        while let length = try length(of: input), input.readableBytes >= length + TCPLimits.frameHeader {
            guard append(&input, to: &batch) else { return .full }
        }
        keep(&input)
        return .done
    }

    /// Keeps the beginning of a frame, in memory that is used again from one to the next. With nothing to keep there is
    /// no memory either: an idle link costs none.
    private mutating func keep(_ input: inout ByteBuffer) {
        guard input.readableBytes > 0 else {
            partial = ByteBuffer()
            return
        }
        partial.reserveCapacity(TCPLimits.maximumFrame + TCPLimits.frameHeader)
        partial.writeBuffer(&input)
    }

    /// Adds to the frame that was begun; true when it is whole.
    private mutating func complete(from input: inout ByteBuffer) throws(Malformed) -> Bool {
        move(TCPLimits.frameHeader, from: &input)
        guard let length = try length(of: partial) else { return false }
        move(length + TCPLimits.frameHeader, from: &input)
        return partial.readableBytes == length + TCPLimits.frameHeader
    }

    /// Makes the begun frame `size` bytes long, as far as `input` reaches.
    private mutating func move(_ size: Int, from input: inout ByteBuffer) {
        let missing = min(size - partial.readableBytes, input.readableBytes)
        guard missing > 0, var part = input.readSlice(length: missing) else { return }
        partial.writeBuffer(&part)
    }

    /// The length that `buffer` begins with; `nil` when less than that is there.
    private func length(of buffer: ByteBuffer) throws(Malformed) -> Int? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return nil }
        guard (1...UInt32(TCPLimits.maximumFrame)).contains(length) else { throw Malformed(length: length) }
        return Int(length)
    }

    /// Moves the frame that `buffer` begins with; false when the batch has no room for it.
    private func append(_ buffer: inout ByteBuffer, to batch: inout PacketBatch) -> Bool {
        let start = buffer.readerIndex + TCPLimits.frameHeader
        let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self).map(Int.init) ?? 0
        guard batch.hasRoom(for: length) else { return false }
        batch.append(upTo: length, remote: remote) { packet in
            // Sound because both ranges are checked: the span is `length` long, and the buffer holds the whole frame.
            buffer.withUnsafeReadableBytes { bytes in
                let frame = bytes.dropFirst(TCPLimits.frameHeader).prefix(length)
                packet.withUnsafeMutableBytes { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: frame)) }
            }
            return length
        }
        buffer.moveReaderIndex(to: start + length)
        return true
    }
}
