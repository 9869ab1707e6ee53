public import AuraWire
internal import Foundation

/// Why a link or a listener could not be made or started.
public enum TransportError: Error, Hashable, Sendable {
    /// Another socket holds the port.
    case addressInUse(TransportKind, SocketAddress)
    /// Other sockets hold the port that was wanted and all others that were tried.
    case noFreePort(TransportKind, SocketAddress, tried: ClosedRange<UInt16>)
    /// Several transports failed, each for its own reason.
    case severalFailed([TransportError])
    /// The system does not allow it.
    case notPermitted(String, SystemError)
    /// Any other failure of a system call.
    case failed(String, SystemError)
    /// A certificate, a key or another setting cannot be used; the text says which and what to do.
    case configuration(String)
    /// No connection came about; the text says why.
    case notConnected(TransportKind, SocketAddress, String)
    /// `start` was called a second time, or after `close`.
    case notStartable

    /// Sorts the failure of binding to `address`.
    init(binding transport: TransportKind, to address: SocketAddress, _ error: SystemError) {
        self =
            error.number == EADDRINUSE
            ? .addressInUse(transport, address) : Self(doing: "bind \(transport.rawValue) \(address)", error)
    }

    /// Sorts any other failure.
    init(doing what: String, _ error: SystemError) {
        self = [EPERM, EACCES].contains(error.number) ? .notPermitted(what, error) : .failed(what, error)
    }
}

extension TransportError {
    /// True when other programs hold all that was wanted, so that it may be had later.
    public var isBusy: Bool {
        switch self {
        case .addressInUse, .noFreePort: true
        case .severalFailed(let errors): errors.allSatisfy(\.isBusy)
        default: false
        }
    }

    /// True when a privilege is missing for some of what was wanted.
    public var isNotPermitted: Bool {
        switch self {
        case .notPermitted: true
        case .severalFailed(let errors): errors.contains(where: \.isNotPermitted)
        default: false
        }
    }
}

extension TransportError: CustomStringConvertible {
    /// What was tried, what the system said, what to do.
    public var description: String {
        switch self {
        case .addressInUse(let transport, let address):
            "cannot bind \(transport.rawValue) \(address): another program uses that port; "
                + "stop it, choose another port, or raise transport.port_scan"
        case .noFreePort(let transport, let address, let tried):
            Self.noFreePort(transport, address, tried)
        case .severalFailed(let errors): errors.map(\.description).joined(separator: "; ")
        case .notPermitted(let what, let error):
            "not permitted to \(what): \(error); run as root or grant CAP_NET_ADMIN and CAP_NET_BIND_SERVICE"
        case .failed(let what, let error): "cannot \(what): \(error)"
        case .configuration(let text): text
        case .notConnected(let transport, let address, let why): "no \(transport.rawValue) link to \(address): \(why)"
        case .notStartable: "the link was started or closed before; make a new one"
        }
    }

    private static func noFreePort(
        _ transport: TransportKind, _ address: SocketAddress, _ tried: ClosedRange<UInt16>
    ) -> String {
        let name = transport.rawValue
        guard tried.lowerBound > 0 else { return "cannot bind \(name) \(address): the system has no free port" }
        let isOne = tried.count == 1
        let range = isOne ? "port \(tried.lowerBound) is" : "ports \(tried.lowerBound) to \(tried.upperBound) are"
        let isLast = tried.upperBound == .max
        return """
            cannot bind \(name) at \(address.ip): \(range) taken\(isLast ? ", and there is none after 65535" : ""); stop \
            the program that uses \(address.port), choose \(isLast ? "a lower" : "another") transport.\(name).port\
            \(isLast ? "" : ", or raise transport.port_scan")
            """
    }
}
