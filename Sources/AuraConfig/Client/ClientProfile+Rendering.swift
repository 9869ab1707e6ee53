internal import AuraWire
internal import Foundation

extension ClientProfile {
    /// The profile as text, with a comment for each key; parsing it gives this profile back.
    ///
    /// The text holds the client's private key: write it to a file that only its owner can read.
    public func rendered() -> String {
        var page = TOMLPage(heading: [
            "An Aura profile: all that one client needs. Unknown keys are errors; \"aura check-config FILE\" checks it.",
            "It holds secrets: only its owner may read it (chmod 600).",
        ])
        page.entry(ProfileKeys.Root.version, raw: "1", "The version of this file's format.")
        renderClient(into: &page)
        server.render(into: &page)
        renderTransport(into: &page)
        tunnel.render(into: &page)
        log.render(into: &page)
        pki.render(into: &page)
        bridges.render(into: &page)
        return page.text
    }

    private func renderTransport(into page: inout TOMLPage) {
        typealias Key = ProfileKeys.Transport
        page.table("transport")
        page.entry(
            Key.order, raw: TOMLText.array(transportOrder.map(\.rawValue)),
            "The transports in the order in which they are dialled.")
        page.entry(
            Key.tlsName, tlsName.text,
            "What tcp and quic call the server where others can see it (SNI, host); of an address, no SNI is sent.")
        page.entry(
            Key.tlsPins, raw: TOMLText.array(tlsPins.map(\.description)),
            "SHA-256 fingerprints of the TLS certificates that are accepted; none: any. [pki] is checked always.")
    }

    private func renderClient(into page: inout TOMLPage) {
        page.table("client")
        page.entry(ProfileKeys.Client.name, name.text, "This client's name, as its certificate carries it.")
        page.entry(
            ProfileKeys.Client.serverName, serverName.text, "The name that the server's certificate must carry.")
        page.entry(
            ProfileKeys.Client.outerKey, Data(outerKey.bytes).base64EncodedString(),
            "Secret without which the server does not answer. Base64 of 32 bytes.")
        page.entry(ProfileKeys.Client.controlSocket, controlSocket.written, "Where \"aura status\" asks.")
    }
}

extension ProfileServer {
    fileprivate func render(into page: inout TOMLPage) {
        page.table("server", "The server, with a port for each transport that it offers.")
        page.entry(ProfileKeys.Server.host, host.text)
        let ports: [(ProfileKeys.Server, UInt16?)] = [(.udp, udp), (.tcp, tcp), (.quic, quic)]
        for case (let key, let port?) in ports { page.entry(key, raw: String(port)) }
    }
}

extension ProfileTunnel {
    fileprivate func render(into page: inout TOMLPage) {
        page.table("tunnel")
        page.entry(
            ProfileKeys.Tunnel.interface, interface.text, "The network interface to make, 1 to 15 characters.")
        page.entry(
            ProfileKeys.Tunnel.defaultAction, defaultAction.rawValue,
            "Traffic that no block below matches goes through the tunnel (\"vpn\") or past it (\"direct\").")
        renderSpeed(into: &page)
        page.note(
            "Blocks of addresses that go through the tunnel ([[tunnel.split.vpn]]) or past it ([[tunnel.split.direct]]),",
            "each with a line like: cidr = \"10.0.0.0/8\". The longest matching prefix decides.")
        for action in SplitAction.allCases {
            for block in split[action] {
                page.block("tunnel.split.\(action.rawValue)")
                page.entry(ProfileKeys.SplitBlock.cidr, block.description)
            }
        }
    }
}

extension ProfileTunnel {
    private func renderSpeed(into page: inout TOMLPage) {
        typealias Key = ProfileKeys.Tunnel
        let range = ConfigurationLimits.rekeySeconds
        page.offload(Key.offload, offload)
        page.busyPoll(Key.busyPollMicroseconds, busyPoll)
        page.setting(
            Key.rekeyAfterSeconds, raw: String(rekeyAfter.components.seconds),
            isDefault: rekeyAfter == Self.standardRekeyAfter,
            "New keys at least this often, in seconds, \(range.lowerBound) to \(range.upperBound).")
    }
}

extension ProfilePKI {
    fileprivate func render(into page: inout TOMLPage) {
        page.table("pki")
        page.entry(
            ProfileKeys.PKI.ca, raw: TOMLText.multiline(ca),
            "The authority that the server's certificate must come from.")
        page.entry(ProfileKeys.PKI.certificate, raw: TOMLText.multiline(certificate), "This client's certificate.")
        page.entry(ProfileKeys.PKI.key, raw: TOMLText.multiline(key.text), "This client's private key.")
    }
}
