package import AuraWire

/// How a transport finds a port: the one that is wanted, then the next ones, until one is free.
///
/// Only "address in use" goes on. A port below 1024 that the system refuses, or an address that this host does not have,
/// is refused for every port alike, and is reported as it is.
public struct PortScan: Hashable, Sendable {
    /// The ports that are tried unless something else is asked for, the wanted one included.
    public static let maximumCandidates = 20

    /// The wanted port or none.
    public static let single = PortScan(maximumCandidates: 0)

    private let limit: Int

    /// Makes a scan.
    ///
    /// - Parameter maximumCandidates: the ports that are tried at most, the wanted one included; 0 and 1 both mean that
    ///   one alone.
    public init(maximumCandidates: Int = Self.maximumCandidates) {
        limit = max(1, maximumCandidates)
    }

    /// The ports to try, in order. Ports that are passed over do not count; there are none after 65535. A wanted port of 0
    /// means any, which the system finds.
    public func candidates(from wanted: UInt16, passingOver taken: Set<UInt16> = []) -> [UInt16] {
        if wanted == 0 { return [0] }
        if limit == 1 { return taken.contains(wanted) ? [] : [wanted] }
        return Array((wanted...UInt16.max).lazy.filter { !taken.contains($0) }.prefix(limit))
    }

    /// Binds the first candidate that is free.
    ///
    /// - Throws: ``TransportError/noFreePort(_:_:tried:)`` when none is, or ``TransportError/addressInUse(_:_:)`` when only
    ///   one was to be tried; what else `bind` throws ends the scan.
    package func bind<Bound: ~Copyable>(
        _ transport: TransportKind, _ wanted: SocketAddress, passingOver taken: Set<UInt16> = [],
        _ bind: (SocketAddress) throws(TransportError) -> Bound
    ) throws(TransportError) -> Bound {
        guard wanted.port > 0 else { return try bindAny(transport, wanted, passingOver: taken, bind) }
        let ports = candidates(from: wanted.port, passingOver: taken)
        for port in ports {
            do throws(TransportError) {
                let address = SocketAddress(wanted.ip, port: port)
                try PortClaim(transport, address).check()
                return try bind(address)
            } catch .addressInUse where limit > 1 {
                continue
            }
        }
        throw .noFreePort(transport, wanted, tried: wanted.port...(ports.last ?? wanted.port))
    }

    /// Lets the system choose. It looks at one family, and the other may be taken: then it is asked again.
    private func bindAny<Bound: ~Copyable>(
        _ transport: TransportKind, _ wanted: SocketAddress, passingOver taken: Set<UInt16>,
        _ bind: (SocketAddress) throws(TransportError) -> Bound
    ) throws(TransportError) -> Bound {
        for _ in 0..<Self.maximumCandidates {
            let port = PortClaim(transport, wanted).suggestion
            guard !taken.contains(port) else { continue }
            do throws(TransportError) {
                return try bind(SocketAddress(wanted.ip, port: port))
            } catch .addressInUse {
                continue
            }
        }
        throw .noFreePort(transport, wanted, tried: 0...0)
    }
}
