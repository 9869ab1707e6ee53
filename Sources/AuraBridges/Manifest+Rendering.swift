internal import AuraConfig
internal import AuraWire
internal import Foundation

extension Manifest {
    /// The text that is signed; ends with a line feed.
    func rendered() -> String {
        typealias Key = ManifestKeys.Root
        var page = TOMLPage(heading: [
            "Where servers of this VPN are, signed by its authority: changing a byte makes it worthless.",
            "\"aura verify-bridges FILE\" shows it, \"aura sign-bridges\" makes a new one.",
        ])
        page.entry(Key.version, raw: String(Self.version))
        page.entry(Key.serial, raw: String(serial), "The highest number counts.")
        Self.write(issuedAt, as: .issuedAt, into: &page)
        Self.write(expiresAt, as: .expiresAt, into: &page)
        page.entry(Key.bridges, raw: TOMLText.array(bridges.map(\.description)))
        for endpoint in endpoints {
            page.block(Key.endpoints.rawValue)
            page.entry(ManifestKeys.Endpoint.host, endpoint.host.text)
            let ports: [(ManifestKeys.Endpoint, UInt16?)] = [
                (.udp, endpoint.udp), (.tcp, endpoint.tcp), (.quic, endpoint.quic),
            ]
            for case (let key, let port?) in ports { page.entry(key, raw: String(port)) }
        }
        return page.text
    }

    /// A time that no manifest may have is written all the same, for the reader to refuse by its name.
    private static func write(_ date: Date, as key: ManifestKeys.Root, into page: inout TOMLPage) {
        let seconds = Int64(exactly: date.timeIntervalSince1970) ?? -1
        let isPossible = ManifestLimits.times.contains(seconds)
        page.entry(key, raw: String(seconds), isPossible ? date.ISO8601Format() : nil)
    }
}
