/// A virtual Ethernet wire between two hosts: 10.99.N.0/24 and fd99:N::/64, the first end .1, the second .2.
public struct Wire: Sendable {
    /// One end of a wire.
    public struct End: Sendable {
        /// The host it is plugged into.
        public let host: LabHost
        /// The interface's name there.
        public let interface: String
        /// Its IPv4 address.
        public let ipv4: String
        /// Its IPv6 address.
        public let ipv6: String

        /// Plugs it in or out.
        public func set(up: Bool) async throws {
            try await host.check(["ip", "link", "set", interface, up ? "up" : "down"])
        }
    }

    /// The wire's number in its lab, from 1.
    public let number: Int
    /// The end at .1.
    public let first: End
    /// The end at .2.
    public let second: End

    /// The end that is plugged into this host's namespace.
    public func end(at host: LabHost) -> End {
        host.namespace == first.host.namespace ? first : second
    }

    static func lay(number: Int, _ first: LabHost, _ second: LabHost) async throws -> Wire {
        let name = "eth\(number)"
        try await Command.check(
            ["ip", "link", "add", name, "netns", first.namespace, "type", "veth"]
                + ["peer", "name", name, "netns", second.namespace])
        let wire = Wire(
            number: number,
            first: End(host: first, interface: name, ipv4: "10.99.\(number).1", ipv6: "fd99:\(number)::1"),
            second: End(host: second, interface: name, ipv4: "10.99.\(number).2", ipv6: "fd99:\(number)::2"))
        for end in [wire.first, wire.second] { try await end.configure() }
        try await wire.warmUp()
        return wire
    }

    /// A new IPv6 interface is deaf for a moment: waits until both families work.
    private func warmUp() async throws {
        for address in [second.ipv4, second.ipv6] {
            try await eventually("the wire \(number) carries packets to \(address)") {
                try await first.host.ping(address, wait: 0.1).received > 0
            }
        }
    }
}

extension Wire.End {
    fileprivate func configure() async throws {
        // "nodad": usable at once, without the second that duplicate address detection takes.
        try await host.check(["ip", "address", "add", ipv4 + "/24", "dev", interface])
        try await host.check(["ip", "address", "add", ipv6 + "/64", "dev", interface, "nodad"])
        try await set(up: true)
    }
}
