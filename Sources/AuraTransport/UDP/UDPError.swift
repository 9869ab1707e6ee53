public import AuraWire
internal import Foundation

/// Why a UDP link could not be made or started.
public enum UDPError: Error, Hashable, Sendable {
    /// Another socket holds the port.
    case addressInUse(SocketAddress)
    /// The system does not allow it.
    case notPermitted(String, SystemError)
    /// Any other failure.
    case failed(String, SystemError)
    /// `start` was called a second time, or after `close`.
    case notStartable

    /// Sorts the failure of binding to `address`.
    init(binding address: SocketAddress, _ error: SystemError) {
        self = error.number == EADDRINUSE ? .addressInUse(address) : Self(doing: "bind UDP \(address)", error)
    }

    /// Sorts any other failure.
    init(doing what: String, _ error: SystemError) {
        self = [EPERM, EACCES].contains(error.number) ? .notPermitted(what, error) : .failed(what, error)
    }
}

extension UDPError: CustomStringConvertible {
    /// What was tried, what the system said, what to do.
    public var description: String {
        switch self {
        case .addressInUse(let address):
            "cannot bind UDP \(address): another program uses that port; stop it or choose another port"
        case .notPermitted(let what, let error):
            "not permitted to \(what): \(error); run as root or grant CAP_NET_ADMIN and CAP_NET_BIND_SERVICE"
        case .failed(let what, let error): "cannot \(what): \(error)"
        case .notStartable: "the UDP link was started or closed before; make a new one"
        }
    }
}
