/// Names that servers are given when nobody thinks about them: what the certificate of a server without a DNS name says.
///
/// They have the forms that hosting providers, distributions and administrators use, so that a certificate with such a
/// name is one of very many; there is no form that only Aura makes.
enum HostLabel {
    private static let plain = ["debian", "ubuntu", "server", "nas", "homeserver", "cloud", "box", "linux", "gateway"]
    private static let numbered = ["web", "www", "app", "srv", "node", "host", "mail", "vm"]

    static func random(using generator: inout some RandomNumberGenerator) -> String {
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: plain.randomElement(using: &generator) ?? "server"
        case 1: (numbered.randomElement(using: &generator) ?? "web") + String(Int.random(in: 1...24, using: &generator))
        case 2: "vps" + String(Int.random(in: 10_000...999_999, using: &generator))
        case 3: "srv" + String(Int.random(in: 100_000...999_999, using: &generator))
        default: "vps-" + String(UInt32.random(in: 0x1000_0000...UInt32.max, using: &generator), radix: 16)
        }
    }
}
