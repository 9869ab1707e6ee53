internal import AuraCrypto
public import AuraPKI
public import AuraWire
internal import Crypto
internal import Synchronization

/// What is shared with one verified peer: keys, counters and identity. It outlives any one link and any one key.
///
/// The threads that move packets call ``seal(_:_:into:now:)`` and ``open(_:_:from:now:)``; sending and receiving have a
/// lock each, taken once for a run of packets, so that the two directions do not wait for each other. Keys are installed
/// by the state machines in this module, after the handshake has proved who the peer is.
public final class Session: Sendable {
    /// Who is at the other end.
    public let peer: VerifiedPeer
    /// The addresses that the peer may use inside, where this end assigns them; empty where it does not.
    public let peerAddresses: InnerAddresses

    private let timing: SessionTiming
    private let limits: PacketLimits
    private let followsPeer: Bool
    private let outbound: Mutex<Outbound>
    private let inbound: Mutex<Inbound>
    private let name: Mutex<SessionID>

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
        outbound = Mutex(Outbound(sealer: nil, path: path, keyed: now, lastSent: now, unansweredSince: nil))
        inbound = Mutex(
            Inbound(
                current: nil, previous: nil, next: nil, previousEnds: now, previousLimit: now, keyed: now,
                lastReceived: now, path: path))
    }

    /// Bytes that sealing adds to an inner packet: header, kind, tag.
    public static let packetOverhead = PacketSealer.overhead + 1

    /// The session's name, as the server gave it.
    public var id: SessionID { name.withLock { $0 } }

    /// Where packets go.
    public var path: SessionPath { outbound.withLock { $0.path } }
}

extension Session {
    /// Seals the packets of `range` into datagrams at the end of `datagrams`.
    ///
    /// Each packet needs one byte of headroom in `packets`. Dropped packets are passed over.
    /// - Parameter link: the link that they will go over; when the session is on another, nothing is sealed, and the
    ///   answer says which.
    /// - Returns: how many packets of the range were dealt with, fewer than all when `datagrams` is full.
    /// - Throws: `noKeys` when the keys are too old to use, `exhausted` when they have sealed too many packets, `noRoom`
    ///   when a packet is too large even for an empty `datagrams`.
    public func seal(
        _ packets: inout PacketBatch, _ range: Range<Int>, over link: UInt32? = nil, into datagrams: inout PacketBatch,
        now: ContinuousClock.Instant
    ) throws(SealError) -> SealedRun {
        try outbound.withLock { out throws(SealError) in
            guard now - out.keyed < timing.rejectAfter else { throw .noKeys }
            var run = SealedRun(path: out.path, wasQuiet: now - out.lastSent >= timing.probeAfter)
            guard link == nil || link == out.path.link else { return run }
            for index in range {
                let length = packets.entries[index].length
                guard length == 0 || datagrams.hasRoom(for: length + Self.packetOverhead) else {
                    // A packet that an empty batch has no room for never will have any.
                    guard datagrams.count > 0 else { throw .noRoom }
                    break
                }
                do throws(SealError) {
                    if length > 0 { try Self.seal(&packets, index, with: &out, into: &datagrams) }
                } catch {
                    // What was sealed before goes out; the next call will throw.
                    guard run.sealed > 0 else { throw error }
                    break
                }
                run.count(length)
            }
            if run.sealed > 0 { out.noteSent(run, now) }
            return run
        }
    }

    private static func seal(
        _ packets: inout PacketBatch, _ index: Int, with out: inout Outbound, into datagrams: inout PacketBatch
    ) throws(SealError) {
        let remote = out.path.remote
        try packets.withPacket(at: index, prefix: 1) { payload throws(SealError) in
            payload[0] = PayloadKind.packet.rawValue
            let length = payload.count + PacketSealer.overhead
            try datagrams.append(upTo: length, remote: remote) { output throws(SealError) in
                try out.seal(payload.span, into: &output)
            }
        }
    }

    /// Seals one control message for the path in use, or for another, on which no answer is missed; returns the datagram
    /// and where it goes.
    public func seal(
        _ message: ControlMessage, over path: SessionPath? = nil, now: ContinuousClock.Instant
    ) throws(SealError) -> (datagram: [UInt8], path: SessionPath) {
        let payload = [PayloadKind.control.rawValue] + message.encoded
        var datagram = [UInt8](repeating: 0, count: payload.count + PacketSealer.overhead)
        let target = try outbound.withLock { out throws(SealError) in
            guard now - out.keyed < timing.rejectAfter else { throw .noKeys }
            var span = datagram.mutableSpan
            _ = try out.seal(payload.span, into: &span)
            if path == nil || path == out.path { out.noteSent(now) }
            return path ?? out.path
        }
        return (datagram, target)
    }
}

extension Session {
    /// Opens the datagrams of `range`, all of which carry an index of this session and came over `path`, in place.
    ///
    /// Afterwards each entry is the inner packet that was in it, or dropped.
    public func open(
        _ batch: inout PacketBatch, _ range: Range<Int>, from path: SessionPath, now: ContinuousClock.Instant
    ) -> OpenReport {
        var report = OpenReport()
        var isAuthentic = false
        inbound.withLock { state in
            for index in range where batch.entries[index].length > 0 {
                do throws(OpenError) {
                    let isNewest = try open(&batch, index, from: path, with: &state, now: now, report: &report)
                    isAuthentic = true
                    if isNewest, followsPeer, state.path != path, report.takesAlong {
                        state.path = path
                        report.moved = true
                    }
                } catch {
                    batch.drop(at: index)
                    report.count(error)
                }
            }
            guard isAuthentic else { return }
            state.lastReceived = now
            // Inside the lock, as in `install`: the two halves must agree on where the peer is. Always in this order.
            noteAnswer(from: path, moving: report.moved)
        }
        return report
    }

    /// Opens one datagram; returns true when it is the newest so far.
    private func open(
        _ batch: inout PacketBatch, _ index: Int, from path: SessionPath, with state: inout Inbound,
        now: ContinuousClock.Instant, report: inout OpenReport
    ) throws(OpenError) -> Bool {
        var isUnknown = false
        var control: [UInt8]?
        var keyIndex: UInt32 = 0
        report.takesAlong = true
        let opened = try batch.withPacket(at: index) { datagram throws(OpenError) in
            guard let header = DataHeader(datagram.span) else { throw .malformed }
            keyIndex = header.receiverIndex
            let opened = try state.open(&datagram, header: header, limit: timing.rejectAfter, now: now)
            guard !opened.payload.isEmpty else { throw .malformed }
            switch PayloadKind(rawValue: datagram[opened.payload.lowerBound]) {
            case .packet: break
            case .control: control = opened.payload.dropFirst().map { datagram[$0] }
            // From a newer peer, perhaps: authentic all the same, so it counts as received.
            case nil: isUnknown = true
            }
            return opened
        }
        guard !isUnknown else {
            batch.drop(at: index)
            report.malformed += 1
            return opened.isNewest
        }
        guard let control else {
            batch.narrow(at: index, to: opened.payload.dropFirst())
            state.packets &+= 1
            state.bytes &+= UInt64(opened.payload.count - 1)
            return opened.isNewest
        }
        batch.drop(at: index)
        report.takesAlong = !ControlMessage.leavesSessionInPlace(control.first ?? 0)
        do {
            report.control.append(
                OpenedControl(message: try ControlMessage(decoding: control[...]), keyIndex: keyIndex, path: path))
        } catch {
            report.malformed += 1
        }
        return opened.isNewest
    }

    /// What comes over another path than ours says nothing about ours.
    private func noteAnswer(from path: SessionPath, moving: Bool) {
        outbound.withLock { out in
            if moving { out.path = path }
            if path == out.path { out.unansweredSince = nil }
        }
    }
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
                keyed: out.keyed, lastSent: out.lastSent, lastReceived: lastReceived,
                unansweredSince: out.unansweredSince, wantsRekey: out.sealer?.wantsRekey ?? false)
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
        inbound.withLock { state in
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
        inbound.withLock { state in
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
        inbound.withLock { state in
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

    private func startSending(_ keys: SessionKeys, path: SessionPath, now: ContinuousClock.Instant) {
        outbound.withLock { out in
            out.sealer = PacketSealer(key: keys.sending, receiverIndex: keys.remoteIndex, limits: limits)
            if out.path != path { out.unansweredSince = nil }
            out.path = path
            out.keyed = now
        }
    }
}
