extension Wire {
    /// Changes the largest packet that the wire carries, at both ends: whoever sends into it is told.
    /// - Parameter bytes: At least 1,280, the least that IPv6 works with.
    public func set(mtu bytes: Int) async throws {
        for end in [first, second] { try await end.change(["mtu", "\(bytes)"]) }
    }
}

extension Wire.End {
    /// Gives the end another IPv4 and IPv6 address, as when a laptop changes its network.
    /// - Parameter number: The last number of the new addresses, 3...254.
    /// - Returns: The new IPv4 address; the old ones are gone, and the default routes are there again.
    @discardableResult
    public func renumber(to number: Int = 77) async throws -> String {
        let network4 = ipv4.split(separator: ".").dropLast().joined(separator: ".")
        let network6 = ipv6.split(separator: ":").prefix(2).joined(separator: ":")
        try await host.check(["ip", "address", "flush", "dev", interface, "scope", "global"])
        try await host.check(["ip", "address", "add", "\(network4).\(number)/24", "dev", interface])
        try await host.check(["ip", "address", "add", "\(network6)::\(number)/64", "dev", interface, "nodad"])
        try await host.replaceRoute(to: "default", via: "\(network4).1")
        try await host.replaceRoute(to: "default", via: "\(network6)::1")
        return "\(network4).\(number)"
    }

    fileprivate func change(_ arguments: [String]) async throws {
        try await host.check(["ip", "link", "set", "dev", interface] + arguments)
    }

    func forbidBundles() async throws { try await change(["gso_max_segs", "1"]) }
}

extension LabHost {
    fileprivate func replaceRoute(to destination: String, via gateway: String) async throws {
        let family = gateway.contains(":") ? "-6" : "-4"
        try await check(["ip", family, "route", "replace", destination, "via", gateway])
    }
}
