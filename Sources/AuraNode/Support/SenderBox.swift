internal import Synchronization

/// Carries a value that cannot be copied into the closure of the thread that will own it.
final class SenderBox: Sendable {
    private let slot: Mutex<PacketSender?>

    init(_ sender: consuming PacketSender) {
        slot = Mutex(consume sender)
    }

    func take() -> PacketSender? {
        slot.withLock { $0.take() }
    }
}
