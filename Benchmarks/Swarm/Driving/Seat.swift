import AuraPKI
import AuraSession
import AuraTransport
import AuraWire
import Synchronization

/// A client's place at the thread that owns its state machine. Only that thread touches it.
final class Seat {
    let client: SwarmClient
    private let setup: SwarmDriver.Setup
    private let postbox: Postbox
    private var machine: ClientMachine?
    private var link: (any Link)?
    private var isOpening = false
    /// True from the wish to connect to the wish to end.
    private var isWanted = false
    private var batch = PacketBatch(capacity: 16, bytes: 16 * 2_048)
    /// The earliest wish in the heap that counts.
    var scheduled: ContinuousClock.Instant?

    init(_ client: SwarmClient, _ setup: SwarmDriver.Setup, _ postbox: Postbox) {
        self.client = client
        self.setup = setup
        self.postbox = postbox
    }

    /// Begins to connect, over the link that is there if one is.
    func connect(now: ContinuousClock.Instant) {
        guard !isWanted else { return }
        isWanted = true
        var configuration = ClientConfiguration(identity: client.identity, verifier: setup.verifier)
        configuration.timing = setup.timing
        machine = ClientMachine(configuration, table: client.table, now: now)
    }

    /// Says goodbye and keeps the link.
    func disconnect(now: ContinuousClock.Instant) {
        guard isWanted else { return }
        isWanted = false
        client.way = nil
        machine?.stop(now: now)
        perform(now: now)
        machine = nil
    }

    /// Closes the link; returns when its thread has ended.
    func close() -> (any Link)? {
        defer { link = nil }
        return link
    }

    func handle(_ datagram: [UInt8], now: ContinuousClock.Instant, wall: WallTime) {
        guard let link else { return }
        machine?.handle(datagram, from: path(of: link), now: now, wall: wall)
    }

    func handle(_ control: OpenedControl, now: ContinuousClock.Instant) {
        machine?.handle(control, now: now)
    }

    func opened(_ result: Result<any Link, any Error>, now: ContinuousClock.Instant, wall: WallTime) {
        isOpening = false
        switch result {
        case .success(let link):
            self.link = link
            offer(now: now, wall: wall)
        case .failure(let error):
            setup.tally.trouble("a \(client.transport) link could not be opened: \(error)")
            machine?.noMorePaths(now: now)
        }
    }

    func closed(_ reason: String, now: ContinuousClock.Instant) {
        guard let link else { return }
        self.link = nil
        if isWanted { setup.tally.trouble("a \(client.transport) link closed: \(reason)") }
        machine?.linkClosed(link.id.rawValue, now: now)
    }

    /// Does what is due and carries out what comes of it; returns when to come again.
    func advance(now: ContinuousClock.Instant, wall: WallTime) -> ContinuousClock.Instant? {
        machine?.tick(now: now, wall: wall)
        perform(now: now, wall: wall)
        return machine?.nextDeadline(now: now)
    }

    private func perform(now: ContinuousClock.Instant, wall: WallTime) {
        while let effects = machine?.takeEffects(), !effects.isEmpty {
            for effect in effects { perform(effect, now: now, wall: wall) }
        }
    }

    private func perform(now: ContinuousClock.Instant) {
        for effect in machine?.takeEffects() ?? [] {
            if case .transmit(let datagrams, _) = effect { transmit(datagrams) }
        }
    }
}

extension Seat {
    private func perform(_ effect: ClientEffect, now: ContinuousClock.Instant, wall: WallTime) {
        switch effect {
        case .transmit(let datagrams, _): transmit(datagrams)
        case .needsPaths: offer(now: now, wall: wall)
        case .established(let session, let welcome): established(session, welcome)
        case .rekeyed: setup.tally.rekeyed.add(1, ordering: .relaxed)
        case .lost(_, let reason):
            client.way = nil
            setup.tally.lost("\(reason)")
        case .rejected(let failure, _): setup.tally.trouble("a handshake was rejected: \(failure)")
        case .failed(let failure, _): setup.tally.trouble("a handshake failed: \(failure)")
        case .settled, .moved, .trialEnded, .rekeying, .manifest: break
        }
    }

    /// Gives the machine the one way that there is, or goes and opens it.
    private func offer(now: ContinuousClock.Instant, wall: WallTime) {
        guard let link else { return open() }
        if machine?.session != nil { setup.tally.doubts.add(1, ordering: .relaxed) }
        machine?.consider(path(of: link), now: now, wall: wall)
        machine?.noMorePaths(now: now)
    }

    private func open() {
        guard !isOpening else { return }
        isOpening = true
        let (client, postbox, opener, door) = (client, postbox, setup.opener, setup.door)
        Task {
            await door.enter()
            let result: Result<any Link, any Error>
            do {
                let handler = LinkHandler(client: client, postbox: postbox)
                result = .success(try await opener.open(client.transport, to: client.endpoint, for: handler))
            } catch {
                result = .failure(error)
            }
            await door.leave()
            postbox.post(.opened(result, client))
        }
    }

    private func established(_ session: Session, _ welcome: Welcome) {
        setup.tally.established.add(1, ordering: .relaxed)
        guard let link, let own = InnerAddresses(welcome.addresses).v4,
            let server = InnerAddresses(welcome.gateways).v4
        else { return }
        client.way = SwarmClient.Way(session: session, link: link, inner: (own, server))
        setup.connected(client)
    }

    private func transmit(_ datagrams: [[UInt8]]) {
        guard let link else { return }
        batch.removeAll()
        for datagram in datagrams {
            batch.append(upTo: datagram.count, remote: client.endpoint) { output in
                for index in datagram.indices { output[index] = datagram[index] }
                return datagram.count
            }
        }
        link.send(&batch)
    }

    private func path(of link: any Link) -> SessionPath {
        SessionPath(link: link.id.rawValue, remote: client.endpoint)
    }
}
