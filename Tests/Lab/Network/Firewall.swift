internal import Foundation

/// Rules of one host's packet filter, in a table of the lab's own.
public struct Firewall: Sendable {
    /// Which way a packet passes the host.
    public enum Hook: String, Sendable {
        /// Packets for this host.
        case input
        /// Packets from this host.
        case output
        /// Packets that it passes on.
        case forward
    }

    let host: LabHost
    static let table = "aura_lab"

    /// Adds an empty table to the host; call once a host.
    public static func install(on host: LabHost) async throws -> Firewall {
        var script = "table inet \(table) {\n"
        for hook in ["input", "output", "forward"] {
            script += "chain \(hook) { type filter hook \(hook) priority 0; policy accept; }\n"
        }
        try await host.check(["nft", "-f", "-"], input: script + "}\n")
        return Firewall(host: host)
    }

    /// The table that ``install(on:)`` has added to a host.
    public static func installed(on host: LabHost) -> Firewall { Firewall(host: host) }

    /// Counts packets under a name, to be read by ``packets(_:)``.
    /// - Parameters:
    ///   - match: In nft's words, for example `udp sport 8443`.
    ///   - name: The counter's name, an identifier.
    ///   - hook: Where to look.
    public func count(_ match: String, as name: String, at hook: Hook) async throws {
        let script = """
            add counter inet \(Self.table) \(name)
            add rule inet \(Self.table) \(hook.rawValue) \(match) counter name \(name)

            """
        try await host.check(["nft", "-f", "-"], input: script)
    }

    /// How many packets a named counter has seen.
    public func packets(_ name: String) async throws -> Int {
        let text = try await host.check(["nft", "-j", "list", "counter", "inet", Self.table, name])
        let listing = try JSONDecoder().decode(Listing.self, from: Data(text.utf8))
        guard let counter = listing.nftables.compactMap(\.counter).first else {
            throw LabError.unreadable("the counter \(name)", found: text)
        }
        return counter.packets
    }

    /// Drops what matches, silently, until ``clear(_:)``.
    public func drop(_ match: String, at hook: Hook) async throws {
        try await host.check(
            ["nft", "-f", "-"], input: "add rule inet \(Self.table) \(hook.rawValue) \(match) drop\n")
    }

    /// Takes away all rules at a hook.
    public func clear(_ hook: Hook) async throws {
        try await host.check(["nft", "flush", "chain", "inet", Self.table, hook.rawValue])
    }

    private struct Listing: Decodable {
        struct Item: Decodable { let counter: Counter? }
        struct Counter: Decodable { let packets: Int }
        let nftables: [Item]
    }
}
