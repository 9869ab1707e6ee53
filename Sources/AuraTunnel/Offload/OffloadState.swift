internal import AuraWire
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Which offloads are in force in a device with virtio headers, for all its queues. Readable from any thread.
final class OffloadState: Sendable {
    /// Kinds of which a super-packet was taken: the kernel knows them, and what it refuses is that one packet.
    private let proven = Atomic<UInt8>(0)
    private let active: Atomic<UInt8>
    private let messages: Mutex<[String]>

    /// What was refused at the opening is told with the rest.
    init(_ offloads: DeviceOffloads, refusals: [String] = []) {
        active = Atomic(offloads.rawValue)
        messages = Mutex(refusals)
    }

    /// Those in force.
    var offloads: DeviceOffloads { DeviceOffloads(rawValue: active.load(ordering: .relaxed)) }

    /// What the system has refused so far, oldest first; a sentence each.
    var refusals: [String] { messages.withLock { $0 } }

    /// True when a super-packet may be written whole.
    func takes(_ packet: SegmentCutter) -> Bool {
        guard offloads.contains(packet.layout.isTCP ? .tcp : .udp) else { return false }
        return packet.layout.isTCP || packet.count <= OpenFlow.maximumDatagrams
    }

    /// True when `status` says that the kernel does not want a super-packet of `kind`, which is to be cut then.
    ///
    /// The first time ends that kind, if none was ever taken: else a peer whose packet the kernel dislikes could slow
    /// down everybody.
    func isRefusal(_ status: Int, of kind: DeviceOffloads) -> Bool {
        if status >= 0 { prove(kind) }
        guard status == -Int(EINVAL) else { return false }
        if proven.load(ordering: .relaxed) & kind.rawValue == 0 { end(kind) }
        return true
    }

    private func prove(_ kind: DeviceOffloads) {
        // Looked at first, because writing to memory that other threads read is what costs.
        guard proven.load(ordering: .relaxed) & kind.rawValue == 0 else { return }
        proven.bitwiseOr(kind.rawValue, ordering: .relaxed)
    }

    private func end(_ kind: DeviceOffloads) {
        let before = active.bitwiseAnd(~kind.rawValue, ordering: .relaxed).oldValue
        guard before & kind.rawValue != 0 else { return }
        let name = kind == .tcp ? "TCP" : "UDP"
        messages.withLock { $0.append("the kernel takes no \(name) super-packets, so they are cut here") }
    }
}
