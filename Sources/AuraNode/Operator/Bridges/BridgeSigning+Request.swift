internal import AuraBridges
internal import AuraConfig
internal import AuraPKI
internal import AuraWire

extension BridgeSigning {
    /// Where a manifest goes.
    public enum Destination: Sendable, Equatable {
        /// To the file that server.toml names, which a running server watches.
        case configured
        /// To a file.
        case file(String)
        /// Nowhere: its text is wanted.
        case textOnly
    }

    /// What an operator asks of `sign-bridges`, checked.
    public struct Request: Sendable {
        /// How long a manifest is valid unless something else is asked for, in days. Long enough that nobody is locked out
        /// because the operator was away, short enough that a bridge that was given up is forgotten.
        public static let standardDays = 90

        let directory: String?
        let authority: String?
        let endpoints: [BridgeEndpoint]
        let bridges: [BridgeAddress]
        let runtime: String?
        let hosts: [HostName]
        let serial: UInt64?
        let validity: Duration
        let destination: Destination
        let overwrite: Bool

        /// Checks arguments.
        ///
        /// - Parameters:
        ///   - directory: where the server.toml is that names authority and output; `nil` for the one of `runtime`.
        ///   - authority: the authority's directory; `nil` for the one that server.toml names.
        ///   - endpoints: `HOST:tcp=N:quic=N:udp=N`, with any of the transports in any order.
        ///   - bridges: `HOST:PORT`; what readers of version 3.3 see, instead of what is made of the endpoints.
        ///   - runtime: the server.toml of a server whose ports are wanted.
        ///   - hosts: how that server is dialled; without any, as its server.toml says.
        ///   - serial: the manifest's number; `nil` for the next one.
        ///   - days: how long it is valid.
        ///   - destination: where it goes.
        ///   - overwrite: whether a file that is no manifest is replaced, and a serial number taken that is not the highest.
        /// - Throws: `invalid` with everything that is wrong.
        public init(
            directory: String? = nil, authority: String? = nil, endpoints: [String] = [], bridges: [String] = [],
            runtime: String? = nil, hosts: [String] = [], serial: UInt64? = nil, days: Int = Self.standardDays,
            destination: Destination = .configured, overwrite: Bool = false
        ) throws(OperatorError) {
            var reader = ArgumentReader()
            self.endpoints = reader.endpoints(endpoints)
            self.bridges = reader.bridges(bridges)
            self.hosts = reader.bridgeHosts(hosts)
            let validity = reader.validity(days: days, option: "--valid-days")
            reader.checkSerial(serial)
            reader.checkSources(endpoints + bridges, runtime: runtime, hosts: hosts)
            if directory == nil, runtime == nil { reader.report("--dir", "not found, the server's directory expected") }
            try reader.finish()
            guard let validity else { throw .bug("an argument was refused without a reason") }
            (self.directory, self.authority, self.runtime) = (directory, authority, runtime)
            (self.serial, self.validity, self.destination, self.overwrite) = (serial, validity, destination, overwrite)
        }
    }
}

extension ArgumentReader {
    fileprivate mutating func endpoints(_ texts: [String]) -> [BridgeEndpoint] {
        let found = texts.compactMap { text in
            bridge("--endpoints") { () throws(BridgeSyntaxError) in try BridgeEndpoint(argument: text) }
        }
        return each(found, option: "--endpoints", host: \.host)
    }

    fileprivate mutating func bridges(_ texts: [String]) -> [BridgeAddress] {
        let found = texts.compactMap { text in
            bridge("--bridges") { () throws(BridgeSyntaxError) in try BridgeAddress(argument: text) }
        }
        return each(found, option: "--bridges", host: \.host)
    }

    fileprivate mutating func bridgeHosts(_ texts: [String]) -> [HostName] {
        let found = texts.compactMap { host($0, option: "--host").flatMap { HostName($0.description) } }
        return each(found, option: "--host", host: \.self)
    }

    private mutating func bridge<Value>(_ option: String, _ parse: () throws(BridgeSyntaxError) -> Value) -> Value? {
        do throws(BridgeSyntaxError) {
            return try parse()
        } catch {
            report(option, "\(error)")
            return nil
        }
    }

    /// What can be dialled, each once.
    private mutating func each<Value: Hashable>(
        _ values: [Value], option: String, host: (Value) -> HostName
    ) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { value in
            guard host(value).reach != .nowhere else {
                report(option, "\(host(value)) found, which nobody can dial; a name or the address of a host expected")
                return false
            }
            if seen.insert(value).inserted { return true }
            report(option, "\(value) found twice, each once expected")
            return false
        }
    }

    fileprivate mutating func checkSerial(_ serial: UInt64?) {
        guard let serial, !ManifestLimits.serials.contains(serial) else { return }
        report("--serial", "\(serial) found, 1 to \(ManifestLimits.serials.upperBound) expected")
    }

    fileprivate mutating func checkSources(_ named: [String], runtime: String?, hosts: [String]) {
        if named.isEmpty, runtime == nil {
            report(
                "--endpoints",
                "not found, and nothing else that tells of a server: --from-runtime SERVER_TOML takes a server's ports, "
                    + "--endpoints HOST:udp=PORT:tcp=PORT:quic=PORT names them")
        }
        if runtime == nil, !hosts.isEmpty {
            report("--host", "found without --from-runtime; --endpoints names its hosts itself")
        }
    }
}
