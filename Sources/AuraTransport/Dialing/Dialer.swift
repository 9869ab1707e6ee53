public import AuraWire
internal import Synchronization

/// Opens links to a server, staggered over bridges, addresses and transports, until it is cancelled or nothing is left.
///
/// It judges nothing: a link that is ready has still to prove itself through the session. Names are resolved anew each
/// time, and only when it is their bridge's turn; addresses known from before serve at once, while the answer is under
/// way.
public final class Dialer: Sendable {
    /// What happens while dialling. An endpoint's host tells which bridge it belongs to.
    public enum Event: Sendable {
        /// An attempt begins.
        case trying(Endpoint)
        /// A link is there, and is the receiver's to close.
        case ready(Endpoint, any Link)
        /// An attempt came to nothing.
        case failed(Endpoint, TransportError)
        /// The name of a bridge has no address at the moment.
        case unresolved(String, ResolveError)
        /// Nothing is left to try; the last event.
        case exhausted
    }

    /// The pause between attempts: RFC 8305's recommended delay, for the start.
    public static let stagger = Duration.milliseconds(250)
    /// Bridges that one search takes; further ones are passed over.
    public static let maximumBridges = 16
    /// Addresses that one search takes, divided among its bridges. No bridge takes more than its share of one answer.
    public static let maximumAddresses = 32
    /// Names whose addresses are kept for the next search.
    public static let maximumKnownHosts = 64
    /// Look-ups that may be under way, those of searches that were called off included: each holds a thread while the
    /// name service is silent.
    public static let maximumLookUps = 32

    /// Opens a link to an endpoint.
    public typealias Open = @Sendable (Endpoint) async throws(TransportError) -> any Link
    /// Finds the addresses of a host.
    public typealias Resolve = @Sendable (String) async throws(ResolveError) -> [IPAddress]

    private let order: [TransportKind]
    private let resolve: Resolve
    private let open: Open
    private let names = Mutex(Names())

    private struct Names {
        var known = KnownAddresses()
        var lookUps = 0
    }

    /// - Parameter order: the transports that are used, in the order in which they are liked.
    public init(order: [TransportKind], resolve: @escaping Resolve = Dialer.system, open: @escaping Open) {
        self.order = order
        self.resolve = resolve
        self.open = open
    }

    /// Asks the system.
    public static let system: Resolve = { host throws(ResolveError) in
        try await HostResolver.resolve(host, port: 0).map(\.ip)
    }

    /// Dials until all has been tried; cancel the task to end it sooner. Links that become ready after that are closed
    /// and not reported.
    ///
    /// - Parameters:
    ///   - bridges: in the order in which they are to be tried, at most ``maximumBridges``.
    ///   - first: what to try before everything else; its bridge, if it is among the others, comes before them.
    ///   - stagger: the pause between attempts; shorter when there are many.
    public func dial(
        _ bridges: [Bridge], first: Endpoint? = nil, stagger: Duration = Dialer.stagger,
        report: @escaping @Sendable (Event) -> Void
    ) async {
        var search = Search(queue: DialQueue(bridges, order: order, first: first))
        let pace = DialPace(stagger: stagger)
        await withTaskGroup(of: Outcome.self) { group in
            while !Task.isCancelled {
                if let (step, number) = search.begin() {
                    take(step, number, &search, &group, report)
                    guard search.isPausing else { continue }
                    group.addTask {
                        try? await Task.sleep(for: pace.pause(after: number))
                        return .paused(number)
                    }
                }
                guard search.isGoingOn, let outcome = await group.next() else { break }
                search.take(outcome)
            }
            group.cancelAll()
        }
        if !Task.isCancelled { report(.exhausted) }
    }

    private func take(
        _ step: DialQueue.Step, _ number: Int, _ search: inout Search, _ group: inout TaskGroup<Outcome>,
        _ report: @escaping @Sendable (Event) -> Void
    ) {
        switch step {
        case .dial(let endpoint):
            report(.trying(endpoint))
            group.addTask { .tried(number, isOpen: await self.attempt(endpoint, report)) }
        case .lookUp(let host):
            group.addTask { .resolved(number, host, await self.addresses(of: host, report)) }
            search.add(names.withLock { $0.known[host] }, of: host)
        }
    }

    private func addresses(of host: String, _ report: @Sendable (Event) -> Void) async -> [IPAddress]? {
        do throws(ResolveError) {
            let isFree = names.withLock { names in
                guard names.lookUps < Self.maximumLookUps else { return false }
                names.lookUps += 1
                return true
            }
            guard isFree else { throw .failed(host, "\(Self.maximumLookUps) other names are being looked up") }
            defer { names.withLock { $0.lookUps -= 1 } }
            let addresses = try await resolve(host)
            names.withLock { $0.known.remember(addresses, of: host) }
            return addresses
        } catch {
            if !Task.isCancelled { report(.unresolved(host, error)) }
            return nil
        }
    }

    private func attempt(_ endpoint: Endpoint, _ report: @Sendable (Event) -> Void) async -> Bool {
        do throws(TransportError) {
            let link = try await open(endpoint)
            guard !Task.isCancelled else {
                link.close(.local("another path was faster"))
                return true
            }
            report(.ready(endpoint, link))
            return true
        } catch {
            if !Task.isCancelled { report(.failed(endpoint, error)) }
            return false
        }
    }
}

extension Dialer {
    /// What came of a step, by its number.
    fileprivate enum Outcome: Sendable {
        case resolved(Int, String, [IPAddress]?)
        case tried(Int, isOpen: Bool)
        case paused(Int)
    }

    /// Where a search stands.
    fileprivate struct Search {
        private(set) var queue: DialQueue
        /// The number of the last step.
        private var step = 0
        /// Attempts and look-ups under way.
        private var running = 0
        /// True while the last step has the field for itself.
        private(set) var isPausing = false

        init(queue: DialQueue) {
            self.queue = queue
        }

        /// True while something may still come.
        var isGoingOn: Bool { running > 0 || isPausing }

        /// The next step and its number, unless it is not time for one or there is none.
        mutating func begin() -> (DialQueue.Step, Int)? {
            guard !isPausing, let next = queue.next() else { return nil }
            step += 1
            running += 1
            isPausing = true
            return (next, step)
        }

        /// Addresses that are there while their name is looked up; they need not wait for the answer.
        mutating func add(_ addresses: [IPAddress], of host: String) {
            queue.add(addresses, of: host)
            if !addresses.isEmpty { isPausing = false }
        }

        mutating func take(_ outcome: Outcome) {
            switch outcome {
            case .resolved(let number, let host, let addresses):
                running -= 1
                if let addresses { queue.add(addresses, of: host) }
                if number == step { isPausing = false }
            case .tried(let number, let isOpen):
                running -= 1
                // What fails at once need not be waited for.
                if number == step, !isOpen { isPausing = false }
            case .paused(let number): if number == step { isPausing = false }
            }
        }
    }
}
