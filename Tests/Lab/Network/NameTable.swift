internal import Foundation
internal import Glibc

extension LabHost {
    /// Makes names resolve on this host, instead of those in the machine's own /etc/hosts.
    ///
    /// Programs that are started afterwards see it, and see later changes while they run.
    /// - Parameter names: The addresses of each name, IPv4 and IPv6.
    public func setNames(_ names: [String: [String]]) throws {
        let directory = Self.overlay(of: namespace)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var text = "127.0.0.1 localhost\n::1 localhost\n"
        for (name, addresses) in names.sorted(by: { $0.key < $1.key }) {
            for address in addresses { text += "\(address) \(name)\n" }
        }
        // In place: `ip netns exec` mounts the file over /etc/hosts, and a new file would not be the mounted one.
        let path = directory + "/hosts"
        if !FileManager.default.fileExists(atPath: path) {
            guard FileManager.default.createFile(atPath: path, contents: nil) else {
                throw LabError.missing(path, advice: "it could not be written")
            }
        }
        try ConfigurationText(path: path).write(text)
    }

    /// Where `ip netns exec` looks for files to mount over those of /etc.
    static func overlay(of namespace: String) -> String { "\(overlays)/\(namespace)" }

    /// Removes a host's names, and the directory that they are in when nobody else's are.
    static func removeOverlay(of namespace: String) {
        try? FileManager.default.removeItem(atPath: overlay(of: namespace))
        // Fails, as it should, when there is something in it.
        rmdir(overlays)
    }

    private static let overlays = "/etc/netns"
}
