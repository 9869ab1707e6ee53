/// Why a packet device cannot be opened or used.
public enum DeviceError: Error, Hashable, Sendable {
    /// The process may not make network interfaces.
    case notPermitted
    /// An interface of that name exists already.
    case busy(String)
    /// The kernel has no TUN driver.
    case noTunDriver
    /// The name cannot be an interface's.
    case invalidName(String)
    /// The interface was removed while in use.
    case removed(String)
    /// The batch cannot hold one packet of the device; the bytes needed.
    case batchTooSmall(needed: Int)
    /// Any other refusal of the system: what was done, and its errno.
    case system(operation: String, errno: Int32)
}

extension DeviceError: CustomStringConvertible {
    /// What happened and what to do about it.
    public var description: String {
        switch self {
        case .notPermitted:
            "making a TUN device needs CAP_NET_ADMIN: run as root, or grant the capability to the service"
        case .busy(let name):
            "an interface named \(name) exists already and was left as it is; "
                + "choose another name, or remove it if nothing uses it"
        case .noTunDriver:
            "there is no /dev/net/tun: load the tun module (modprobe tun), or pass the device into the container"
        case .invalidName(let name):
            "\"\(name)\" cannot name an interface; "
                + "expected 1 to 15 letters, digits, '.', '_' or '-', with at most one %d at its end"
        case .removed(let name):
            "interface \(name) was removed while in use"
        case .batchTooSmall(let needed):
            "the packet batch has no room for one packet; it needs at least \(needed) bytes"
        case .system(let operation, let errno):
            "\(operation) failed: \(errnoText(errno))"
        }
    }
}
