import Foundation

/// A file descriptor with one owner; it is closed when the owner lets go.
struct OwnedDescriptor: ~Copyable, Sendable {
    let raw: Int32

    /// Takes over an open descriptor.
    init(owning raw: Int32) {
        self.raw = raw
    }

    /// A second descriptor of the same open file, for somebody who closes it himself.
    func duplicate() -> Int32? {
        let copy = fcntl(raw, F_DUPFD_CLOEXEC, 0)
        return copy >= 0 ? copy : nil
    }

    deinit {
        close(raw)
    }
}
