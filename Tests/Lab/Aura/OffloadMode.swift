internal import Foundation

/// Whether nodes ask the kernel to cut, join and checksum packets.
public enum OffloadMode: String, CaseIterable, Sendable, CustomStringConvertible {
    /// They do, as by default.
    case on
    /// They do without.
    case off

    /// The word in the environment.
    public var description: String { rawValue }

    /// What tests use that do not choose: environment AURA_TEST_OFFLOAD, else ``on``. Said once on standard error.
    public static let ofTests: OffloadMode = {
        let wanted = ProcessInfo.processInfo.environment["AURA_TEST_OFFLOAD"] ?? ""
        let mode = OffloadMode(rawValue: wanted) ?? .on
        let remark = wanted.isEmpty || wanted == mode.rawValue ? "" : " (AURA_TEST_OFFLOAD is neither on nor off)"
        Diagnostics.print("The end-to-end tests run with offloads \(mode)\(remark).")
        return mode
    }()

    /// Writes ``off`` into a server.toml or profile; leaves it alone otherwise, so that defaults are tried too.
    public func apply(to text: ConfigurationText) throws {
        if self == .off { try text.set("offload", in: "tunnel", to: "false") }
    }
}

extension ConfigurationText {
    /// Sets whether the node of this file has offloads, whatever the tests use.
    public func setOffload(_ mode: OffloadMode) throws {
        try set("offload", in: "tunnel", to: mode == .on ? "true" : "false")
    }
}
