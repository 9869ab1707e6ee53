public import AuraWire
internal import Foundation

/// Why a link or a listener could not be made or started.
public enum TransportError: Error, Hashable, Sendable {
    /// Another socket holds the port.
    case addressInUse(TransportKind, SocketAddress)
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

extension TransportError: CustomStringConvertible {
    /// What was tried, what the system said, what to do.
    public var description: String {
        switch self {
        case .addressInUse(let transport, let address):
            "cannot bind \(transport.rawValue) \(address): another program uses that port; stop it or choose another port"
        case .notPermitted(let what, let error):
            "not permitted to \(what): \(error); run as root or grant CAP_NET_ADMIN and CAP_NET_BIND_SERVICE"
        case .failed(let what, let error): "cannot \(what): \(error)"
        case .configuration(let text): text
        case .notConnected(let transport, let address, let why): "no \(transport.rawValue) link to \(address): \(why)"
        case .notStartable: "the link was started or closed before; make a new one"
        }
    }
}
