internal import AuraCrypto
public import AuraPKI
public import AuraWire
internal import Crypto
internal import Synchronization

/// What is shared with one verified peer: keys, counters and identity. It outlives any one link and any one key.
///
/// The threads that move packets call ``seal(_:from:over:longest:into:now:)`` and ``open(_:_:from:now:)``; sending and receiving have a
/// lock each, taken once for a run of packets, so that the two directions do not wait for each other. Keys are installed
/// by the state machines in this module, after the handshake has proved who the peer is.
public final class Session: Sendable {
    /// Who is at the other end.
    public let peer: VerifiedPeer
    /// The addresses that the peer may use inside, where this end assigns them; empty where it does not.
    public let peerAddresses: InnerAddresses

    let timing: SessionTiming
    let limits: PacketLimits
    let followsPeer: Bool
    let outbound: Mutex<Outbound>
    let inbound: Mutex<Inbound>
    private let name: Mutex<SessionID>
    private let began: ContinuousClock.Instant

    /// - Parameter followsPeer: true at a server: the peer's newest packet says where to send.
    init(
        id: SessionID, peer: VerifiedPeer, peerAddresses: InnerAddresses, path: SessionPath, followsPeer: Bool,
        timing: SessionTiming, limits: PacketLimits, now: ContinuousClock.Instant
    ) {
        self.peer = peer
        self.peerAddresses = peerAddresses
        self.timing = timing
        self.limits = limits
        self.followsPeer = followsPeer
        name = Mutex(id)
        began = now
        outbound = Mutex(Outbound(sealer: nil, path: path, keyed: .zero, lastSent: .zero, unansweredSince: nil))
        inbound = Mutex(
            Inbound(
                current: nil, previous: nil, next: nil, previousEnds: .zero, previousLimit: .zero, keyed: .zero,
                lastReceived: .zero, path: path))
    }

    /// Bytes that sealing adds to an inner packet: header, kind, tag.
    public static let packetOverhead = PacketSealer.overhead + 1

    /// The longest datagram of a super-packet, in bytes.
    public static let longestDatagram = 65_535 + PayloadKind.longestPrefix + PacketSealer.overhead

    /// The time of the clock as sessions count it.
    func time(_ now: ContinuousClock.Instant) -> SessionTime { now - began }

    /// The session's name, as the server gave it.
    public var id: SessionID { name.withLock { $0 } }

    /// Where packets go.
    public var path: SessionPath { outbound.withLock { $0.path } }
}

extension Session {
    /// Sends everything over `path` from now on, where nothing is unanswered; also the path in use, when it has answered
    /// in a way that packets do not show.
    func move(to path: SessionPath) {
        outbound.withLock { out in
            out.path = path
            out.unansweredSince = nil
        }
    }

    /// What the state machines want to know.
    struct Pulse: Sendable {
        var keyed: ContinuousClock.Instant
        var lastSent: ContinuousClock.Instant
        var lastReceived: ContinuousClock.Instant
        var unansweredSince: ContinuousClock.Instant?
        var wantsRekey: Bool
    }

    var pulse: Pulse {
        let lastReceived = inbound.withLock { $0.lastReceived }
        return outbound.withLock { out in
            Pulse(
                keyed: began + out.keyed, lastSent: began + out.lastSent, lastReceived: began + lastReceived,
                unansweredSince: out.unansweredSince.map { began + $0 },
                wantsRekey: out.sealer?.wantsRekey ?? false)
        }
    }

    /// Inner packets sealed and opened so far, and their bytes.
    public var traffic: SessionTraffic {
        let (rxPackets, rxBytes) = inbound.withLock { ($0.packets, $0.bytes) }
        return outbound.withLock {
            SessionTraffic(txPackets: $0.packets, txBytes: $0.bytes, rxPackets: rxPackets, rxBytes: rxBytes)
        }
    }

    /// When the keys in use were agreed, and when something authentic last came.
    public var lastTimes: (keyed: ContinuousClock.Instant, received: ContinuousClock.Instant) {
        let pulse = pulse
        return (pulse.keyed, pulse.lastReceived)
    }

    /// The indices of all keys that open our packets.
    var indices: [UInt32] { inbound.withLock { $0.indices() } }

    /// The index of the keys in use.
    var newestIndex: UInt32? { inbound.withLock { $0.current?.index } }

    func rename(_ id: SessionID) {
        name.withLock { $0 = id }
    }
}

extension Session {
    /// Takes new keys into use in both directions at once, as a server does. Returns an index that is no longer ours.
    func install(_ keys: SessionKeys, path: SessionPath, now: ContinuousClock.Instant) -> UInt32? {
        let now = time(now)
        return inbound.withLock { state in
            startSending(keys, path: path, now: now)
            state.path = path
            return state.replace(
                with: PacketOpener(key: keys.receiving, index: keys.localIndex), grace: timing.grace,
                limit: timing.rejectAfter, now: now)
        }
    }

    /// Keeps new keys for opening only, until ``confirm(_:path:now:)``: the peer does not have them for sure yet.
    ///
    /// Keys prepared before that the peer has used already go on opening. Returns an index that is no longer ours.
    func prepare(_ keys: SessionKeys, now: ContinuousClock.Instant) -> UInt32? {
        let now = time(now)
        return inbound.withLock { state in
            var dropped = state.next?.index
            if state.next?.isUsed == true, let used = state.next.take() {
                dropped = state.replace(with: used, grace: timing.grace, limit: timing.rejectAfter, now: now)
            }
            state.next = PacketOpener(key: keys.receiving, index: keys.localIndex)
            return dropped
        }
    }

    /// Takes prepared keys into use. Returns an index that is no longer ours.
    func confirm(_ keys: SessionKeys, path: SessionPath, now: ContinuousClock.Instant) -> UInt32? {
        let now = time(now)
        startSending(keys, path: path, now: now)
        return inbound.withLock { state in
            guard let next = state.next.take() else { return nil }
            return state.replace(
                with: next, grace: timing.grace,
                limit: timing.rejectAfter, now: now)
        }
    }

    /// Forgets keys that were replaced and have had their grace. Returns their index.
    func forgetReplacedKeys(now: ContinuousClock.Instant) -> [UInt32] {
        let now = time(now)
        return inbound.withLock { state in
            guard let index = state.previous?.index, now >= state.previousEnds else { return [] }
            state.previous = nil
            return [index]
        }
    }

    /// Forgets all keys, except prepared ones of the given index. Returns the indices that are no longer ours.
    func forgetKeys(except index: UInt32? = nil) -> [UInt32] {
        outbound.withLock { $0.sealer = nil }
        return inbound.withLock { state in
            let dropped = state.indices().filter { $0 != index }
            state.current = nil
            state.previous = nil
            if state.next?.index != index { state.next = nil }
            return dropped
        }
    }

    /// Forgets prepared keys. Returns their index.
    func abandonPrepared() -> UInt32? {
        inbound.withLock { state in
            let dropped = state.next?.index
            state.next = nil
            return dropped
        }
    }

    private func startSending(_ keys: SessionKeys, path: SessionPath, now: SessionTime) {
        outbound.withLock { out in
            out.sealer = PacketSealer(key: keys.sending, receiverIndex: keys.remoteIndex, limits: limits)
            if out.path != path { out.unansweredSince = nil }
            out.path = path
            out.keyed = now
        }
    }
}
