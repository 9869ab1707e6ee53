public import AuraConfig
internal import AuraPKI
internal import AuraWire

extension ClientProvisioning {
    /// What an operator asks of `provision-client`, checked.
    public struct Request: Sendable {
        /// How long a client's certificate is valid unless something else is asked for, in days.
        public static let standardDays = 365

        let name: PeerName
        let directory: ServerDirectory
        let authority: String?
        let tunnel: ProfileTunnel
        let host: HostName?
        let ports: TransportPorts
        let pinTLS: Bool?
        let bridgesURL: BridgesURL?
        let validity: Duration
        let output: String?
        let overwrite: Bool

        /// Checks arguments.
        ///
        /// - Parameters:
        ///   - name: the client's name.
        ///   - directory: where the server's server.toml is.
        ///   - authority: the authority's directory; `nil` for the one that server.toml names.
        ///   - vpn: blocks that go through the tunnel, each text one block or several with commas between.
        ///   - direct: blocks that go past it, likewise.
        ///   - defaultAction: what is done with everything else.
        ///   - host: what the client dials; `nil` for what server.toml says.
        ///   - ports: those that are `nil` are as in server.toml.
        ///   - pinTLS: whether the client accepts the server's present TLS certificate only; `nil` if it signs itself,
        ///     since one from an authority is renewed.
        ///   - bridgesURL: where the client looks for newer bridges manifests on the web; an https address.
        ///   - days: how long the certificate is valid.
        ///   - output: the profile's path; `nil` to have its text only.
        ///   - overwrite: whether a file that is there is replaced.
        /// - Throws: `invalid` with everything that is wrong.
        public init(
            name: String, directory: String, authority: String? = nil, vpn: [String] = [], direct: [String] = [],
            defaultAction: SplitAction = .direct, host: String? = nil, ports: TransportPorts = TransportPorts(),
            pinTLS: Bool? = nil, bridgesURL: String? = nil, days: Int = Self.standardDays, output: String?,
            overwrite: Bool = false
        ) throws(OperatorError) {
            var reader = ArgumentReader()
            var seen: [CIDR: String] = [:]
            let name = reader.clientName(name)
            let vpn = reader.blocks(vpn, option: "--vpn-cidrs", seen: &seen)
            let direct = reader.blocks(direct, option: "--direct-cidrs", seen: &seen)
            let dialled = host.flatMap { reader.host($0, option: "--host") }
            let validity = reader.validity(days: days, option: "--days")
            reader.check(ports)
            let url = bridgesURL.flatMap { reader.bridgesURL($0, option: "--bridges-url") }
            try reader.finish()
            guard let name, let validity else { throw .bug("an argument was refused without a reason") }
            self.name = name
            self.directory = ServerDirectory(path: directory)
            self.authority = authority
            tunnel = ProfileTunnel(defaultAction: defaultAction, split: SplitRules(vpn: vpn, direct: direct))
            self.host = dialled.flatMap { HostName($0.description) }
            (self.ports, self.pinTLS, self.validity) = (ports, pinTLS, validity)
            (self.output, self.overwrite, self.bridgesURL) = (output, overwrite, url)
        }
    }
}
