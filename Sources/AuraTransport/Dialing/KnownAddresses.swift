internal import AuraWire

/// The addresses that names had when they were last looked up, of a bounded number of names: the oldest answer goes.
struct KnownAddresses: Sendable {
    private var addresses: [String: [IPAddress]] = [:]
    /// From the oldest answer to the newest.
    private var hosts: [String] = []

    subscript(host: String) -> [IPAddress] { addresses[host] ?? [] }

    mutating func remember(_ found: [IPAddress], of host: String) {
        hosts.removeAll { $0 == host }
        if hosts.count >= Dialer.maximumKnownHosts { addresses[hosts.removeFirst()] = nil }
        hosts.append(host)
        addresses[host] = Array(found.prefix(HostResolver.maximumAddresses))
    }
}
