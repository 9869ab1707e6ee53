internal import AuraCrypto
internal import AuraWire
internal import Logging

extension MultiServer {
    /// Binds the transports of a plan one after the other, and notes what does not work.
    struct Binding {
        private let plan: Plan
        private let key: OuterKey
        private let logger: Logger
        private(set) var udp: [UDPLink] = []
        private(set) var connections: [any ConnectionListener] = []
        private(set) var failures: [TransportKind: TransportError] = [:]

        init(_ plan: Plan, key: OuterKey, logger: Logger) {
            (self.plan, self.key, self.logger) = (plan, key, logger)
        }

        /// The udp transport comes first, since quic passes over its port.
        mutating func bindAll() {
            let (plan, key, logger) = (plan, key, logger)
            if let address = plan.udp {
                let links = attempt(.udp) { () throws(TransportError) in
                    try UDPLink.bind(
                        to: address, sockets: plan.udpSockets, scan: plan.scan, configuration: plan.udpConfiguration,
                        key: key, logger: logger)
                }
                udp = links ?? []
            }
            if let (address, configuration) = plan.tcp {
                let listener = attempt(.tcp) { () throws(TransportError) in
                    try TCPListener.bind(
                        to: address, scan: plan.scan, configuration: configuration, key: key, logger: logger)
                }
                if let listener { connections.append(listener) }
            }
            if let (address, configuration) = plan.quic {
                let taken = portsOfUDP(beside: address)
                let listener = attempt(.quic) { () throws(TransportError) in
                    try QUICListener.bind(
                        to: address, scan: plan.scan, passingOver: taken, configuration: configuration, key: key,
                        logger: logger)
                }
                if let listener { connections.append(listener) }
            }
        }

        /// All that failed, as one error.
        var error: TransportError {
            let errors = TransportKind.allCases.compactMap { failures[$0] }
            guard let first = errors.first else { return .configuration("no transport is to be served; enable one") }
            return errors.count == 1 ? first : .severalFailed(errors)
        }

        /// What the udp transport has where quic is wanted. The two speak different languages: they never share a port.
        private func portsOfUDP(beside address: SocketAddress) -> Set<UInt16> {
            guard let bound = udp.first?.boundAddress else { return [] }
            let (ours, theirs) = (address.ip.unmapped, bound.ip.unmapped)
            return ours == theirs || ours.isUnspecified || theirs.isUnspecified ? [bound.port] : []
        }

        private mutating func attempt<Bound>(
            _ transport: TransportKind, _ bind: () throws(TransportError) -> Bound
        ) -> Bound? {
            do throws(TransportError) {
                return try bind()
            } catch {
                failures[transport] = error
                return nil
            }
        }
    }
}

extension MultiServer.Plan {
    /// Where each transport is wanted, in the form in which bound addresses are told.
    var addresses: [TransportKind: SocketAddress] {
        let wanted: [(TransportKind, SocketAddress?)] = [(.udp, udp), (.tcp, tcp?.address), (.quic, quic?.address)]
        return Dictionary(
            uniqueKeysWithValues: wanted.compactMap { kind, address in
                address.map { (kind, SocketAddress($0.ip.unmapped, port: $0.port)) }
            })
    }
}
