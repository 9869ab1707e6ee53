internal import Foundation

/// Removes what earlier runs left that were killed before they could clean up.
public enum Sweep {
    /// Removes the namespaces and directories of dead processes. Those of running ones stay.
    public static func removeLeftovers() async throws {
        try await Namespaces.sweep()
        let temporary = FileManager.default.temporaryDirectory.path
        for entry in try FileManager.default.contentsOfDirectory(atPath: temporary) where entry.hasPrefix(prefix) {
            guard let name = NamespaceName(entry.dropFirst(prefix.count)), !name.isOwned else { continue }
            try? FileManager.default.removeItem(atPath: temporary + "/" + entry)
        }
    }

    private static let prefix = "aura-lab-"
}
