public import AuraWire
internal import Synchronization

/// Opens links to one server, staggered over transports and addresses, until it is cancelled or nothing is left.
///
/// It judges nothing: a link that is ready has still to prove itself through the session. Names are resolved anew each
/// time; addresses known from before serve at once, while the answer is under way.
public final class Dialer: Sendable {
    /// What happens while dialling.
    public enum Event: Sendable {
        /// An attempt begins.
        case trying(Endpoint)
        /// A link is there, and is the receiver's to close.
        case ready(Endpoint, any Link)
        /// An attempt came to nothing.
        case failed(Endpoint, TransportError)
        /// The server's name has no address at the moment.
        case unresolved(ResolveError)
        /// Nothing is left to try; the last event.
        case exhausted
    }

    /// The pause between attempts: RFC 8305's recommended delay, for the start.
    public static let stagger = Duration.milliseconds(250)

    /// Opens a link to an endpoint.
    public typealias Open = @Sendable (Endpoint) async throws(TransportError) -> any Link
    /// Finds the addresses of a host.
    public typealias Resolve = @Sendable (String) async throws(ResolveError) -> [IPAddress]

    private let host: String
    private let transports: [(kind: TransportKind, port: UInt16)]
    private let resolve: Resolve
    private let open: Open
    private let known = Mutex<[IPAddress]>([])

    /// - Parameters:
    ///   - host: a name or an address.
    ///   - transports: in the order in which they are liked, with their ports.
    public init(
        host: String, transports: [(kind: TransportKind, port: UInt16)], resolve: @escaping Resolve = Dialer.system,
        open: @escaping Open
    ) {
        self.host = host
        self.transports = transports
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
    ///   - first: what to try before everything else.
    ///   - kinds: the transports to use; others are passed over.
    public func dial(
        first: Endpoint? = nil, only kinds: Set<TransportKind> = Set(TransportKind.allCases),
        stagger: Duration = Dialer.stagger, report: @escaping @Sendable (Event) -> Void
    ) async {
        var queue = DialQueue(transports: transports.filter { kinds.contains($0.kind) }, first: first)
        queue.add(known.withLock { $0 })
        await withTaskGroup(of: Outcome.self) { group in
            group.addTask { .resolved(await self.addresses(report)) }
            var step = 0
            var isPausing = false
            var running = 1
            while !Task.isCancelled {
                if !isPausing, let endpoint = queue.next() {
                    step += 1
                    isPausing = true
                    running += 1
                    report(.trying(endpoint))
                    group.addTask { [step] in .tried(step, isOpen: await self.attempt(endpoint, report)) }
                    group.addTask { [step] in
                        try? await Task.sleep(for: stagger)
                        return .paused(step)
                    }
                }
                guard running > 0 || isPausing, let outcome = await group.next() else { break }
                switch outcome {
                case .resolved(let addresses):
                    running -= 1
                    queue.add(addresses)
                case .tried(let number, let isOpen):
                    running -= 1
                    // What fails at once need not be waited for.
                    if number == step, !isOpen { isPausing = false }
                case .paused(let number): if number == step { isPausing = false }
                }
            }
            group.cancelAll()
        }
        if !Task.isCancelled { report(.exhausted) }
    }

    private enum Outcome: Sendable {
        case resolved([IPAddress])
        case tried(Int, isOpen: Bool)
        case paused(Int)
    }

    private func addresses(_ report: @Sendable (Event) -> Void) async -> [IPAddress] {
        do throws(ResolveError) {
            let addresses = try await resolve(host)
            known.withLock { $0 = addresses }
            return addresses
        } catch {
            if !Task.isCancelled { report(.unresolved(error)) }
            return []
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
