internal import AuraConfig
internal import AuraWire
internal import Foundation

extension Manifest {
    /// Reads the text of a manifest that was signed by the right authority: nobody else's text comes here.
    ///
    /// Keys that this version does not know are passed over: they are for newer readers.
    init(parsing text: ConfigurationText) throws(ConfigurationError) {
        let document = try TOMLDocument(text)
        let root = TableReader<ManifestKeys.Root>(document.root, unknown: .ignored, log: document.log)
        let parsed = Manifest(root)
        if let error = document.log.error { throw error }
        guard let parsed else {
            throw ConfigurationError(
                ConfigurationProblem(file: text.path, found: "an incomplete manifest", expected: "a whole one"))
        }
        self = parsed
    }

    private init?(_ root: TableReader<ManifestKeys.Root>) {
        let version = root.required(.version, .version)
        let serial = root.required(.serial, .serial)
        let issuedAt = root.required(.issuedAt, .time)
        let expiresAt = root.required(.expiresAt, .time)
        let bridges = root.list(
            .bridges, of: .bridgeAddress, count: 0...ManifestLimits.maximumBridges, default: [])
        let endpoints = Self.endpoints(root)
        Self.reportRepeated(bridges ?? [], at: root.path(of: .bridges), root.log)
        guard version != nil, let serial, let issuedAt, let expiresAt, let bridges, let endpoints else { return nil }
        if bridges.isEmpty, endpoints.isEmpty {
            root.log.report(root.path(of: .endpoints), found: "no bridge", expected: "at least one")
        }
        self.init(serial: serial, issuedAt: issuedAt, expiresAt: expiresAt, endpoints: endpoints, bridges: bridges)
    }

    private static func endpoints(_ root: TableReader<ManifestKeys.Root>) -> [BridgeEndpoint]? {
        if case .array(let blocks)? = root[.endpoints], blocks.count > ManifestLimits.maximumEndpoints {
            root.log.report(
                root.path(of: .endpoints), found: "\(blocks.count) endpoints",
                expected: "at most \(ManifestLimits.maximumEndpoints)")
            return nil
        }
        guard let blocks: [TableReader<ManifestKeys.Endpoint>] = root.blocks(.endpoints) else { return nil }
        let endpoints = blocks.compactMap(BridgeEndpoint.init)
        guard endpoints.count == blocks.count else { return nil }
        reportRepeated(endpoints, at: root.path(of: .endpoints), root.log)
        return endpoints
    }

    /// Reports each element that is there already.
    private static func reportRepeated(_ elements: [some Hashable], at path: String, _ log: ProblemLog) {
        var seen: [AnyHashable: Int] = [:]
        for (index, element) in elements.enumerated() {
            guard let first = seen[element] else {
                seen[element] = index
                continue
            }
            log.report(
                KeyPathText.join(path, index), found: "\(element) is already in \(KeyPathText.join(path, first))",
                expected: "each once")
        }
    }
}

extension BridgeEndpoint {
    fileprivate init?(_ table: TableReader<ManifestKeys.Endpoint>) {
        let host = table.required(.host, .dialledHost)
        let port = ValueRule<UInt16>.port.orNone
        let udp = table.optional(.udp, port, default: nil)
        let tcp = table.optional(.tcp, port, default: nil)
        let quic = table.optional(.quic, port, default: nil)
        guard let host, let udp, let tcp, let quic else { return nil }
        guard let endpoint = BridgeEndpoint(host: host, udp: udp, tcp: tcp, quic: quic) else {
            table.log.report(table.path, found: "no port", expected: "udp, tcp or quic with a port")
            return nil
        }
        self = endpoint
    }
}

extension ValueRule where Value == UInt64 {
    /// A manifest's serial number.
    fileprivate static var serial: Self {
        node(expected: "a whole number from 1 to \(ManifestLimits.serials.upperBound)") { node in
            guard case .integer(let number) = node, let serial = UInt64(exactly: number) else { return nil }
            return ManifestLimits.serials.contains(serial) ? serial : nil
        }
    }
}

extension ValueRule where Value == Date {
    /// A time in seconds since 1970.
    fileprivate static var time: Self {
        node(expected: "a time in whole seconds since 1970") { node in
            guard case .integer(let number) = node, ManifestLimits.times.contains(Int64(number)) else { return nil }
            return Date(timeIntervalSince1970: TimeInterval(number))
        }
    }
}

extension ValueRule where Value == HostName {
    /// A host that clients can dial.
    fileprivate static var dialledHost: Self {
        Self(expected: ValueRule.host.expected) { node throws(Rejection) in
            let host = try ValueRule.host.read(node)
            guard host.canBeDialled else {
                throw Rejection(found: "\(node.summary), which means every address", expected: HostName.dialled)
            }
            return host
        }
    }
}

extension ValueRule where Value == BridgeAddress {
    /// A host with a port.
    fileprivate static var bridgeAddress: Self {
        string(expected: "a host with its port, for example \"vpn.example.org:8443\"") {
            try? BridgeAddress(argument: $0)
        }
    }
}
