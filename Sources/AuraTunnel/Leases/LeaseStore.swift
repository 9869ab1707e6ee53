internal import AuraWire

/// The file that keeps leases across restarts: JSON, 0600, replaced whole.
///
///     {"schema_version": 1, "leases": [{"name": "laptop", "v4": "10.77.0.2", "v6": "fd77::2", "last_used": 1790000000}]}
public struct LeaseStore: Hashable, Sendable {
    /// The format's version; another one is not understood.
    public static let version = 1

    /// The file's path; its directory exists.
    public let path: String

    /// Makes a store for a path; nothing is read or written yet.
    public init(path: String) {
        self.path = path
    }

    /// The leases of the file, none when there is no file. Throws when the file is malformed, naming path and field.
    public func load() throws(StateFileError) -> [Lease] {
        guard let bytes = try StateFile.read(path) else { return [] }
        let header = try StateFormat.decode(Header.self, from: bytes, path: path)
        guard header.schemaVersion == Self.version else {
            throw .malformed(path, "field schema_version is \(header.schemaVersion); expected \(Self.version)")
        }
        let document = try StateFormat.decode(Document.self, from: bytes, path: path)
        guard document.leases.count <= AddressPool.maximumLeases else {
            throw .malformed(
                path, "field leases has \(document.leases.count) entries; expected at most \(AddressPool.maximumLeases)"
            )
        }
        return try leases(document.leases)
    }

    /// Replaces the file.
    public func save(_ leases: [Lease]) throws(StateFileError) {
        let records = leases.map {
            Record(
                name: $0.name, v4: $0.addresses.v4?.description, v6: $0.addresses.v6?.description, lastUsed: $0.lastUsed
            )
        }
        let document = Document(schemaVersion: Self.version, leases: records)
        try StateFile.replace(path, with: StateFormat.encode(document, path: path))
    }

    private func leases(_ records: [Record]) throws(StateFileError) -> [Lease] {
        var leases: [Lease] = []
        var seen = (names: Set<String>(), v4: Set<IPv4Address>(), v6: Set<IPv6Address>())
        for (index, record) in records.enumerated() {
            let lease = try lease(record, "leases[\(index)]")
            guard seen.names.insert(lease.name).inserted else { throw twice("leases[\(index)].name", lease.name) }
            if let v4 = lease.addresses.v4, !seen.v4.insert(v4).inserted { throw twice("leases[\(index)].v4", "\(v4)") }
            if let v6 = lease.addresses.v6, !seen.v6.insert(v6).inserted { throw twice("leases[\(index)].v6", "\(v6)") }
            leases.append(lease)
        }
        return leases
    }

    private func lease(_ record: Record, _ field: String) throws(StateFileError) -> Lease {
        guard (1...LeaseBook.maximumNameLength).contains(record.name.utf8.count) else {
            throw .malformed(
                path,
                "field \(field).name has \(record.name.utf8.count) bytes; expected 1 to \(LeaseBook.maximumNameLength)")
        }
        let v4 = record.v4.flatMap { IPv4Address($0) }
        let v6 = record.v6.flatMap { IPv6Address($0) }
        if v4 == nil, let text = record.v4 { throw noAddress("\(field).v4", text, "an IPv4 address") }
        if v6 == nil, let text = record.v6 { throw noAddress("\(field).v6", text, "an IPv6 address") }
        guard v4 != nil || v6 != nil else { throw .malformed(path, "field \(field) has neither v4 nor v6") }
        return Lease(name: record.name, addresses: InnerAddresses(v4: v4, v6: v6), lastUsed: record.lastUsed)
    }

    private func noAddress(_ field: String, _ text: String, _ expected: String) -> StateFileError {
        .malformed(path, "field \(field) is \"\(text.prefix(64))\"; expected \(expected)")
    }

    private func twice(_ field: String, _ text: String) -> StateFileError {
        .malformed(path, "field \(field) repeats \"\(text.prefix(64))\" of an earlier lease")
    }

    private struct Header: Decodable {
        let schemaVersion: Int
    }

    private struct Document: Codable {
        let schemaVersion: Int
        let leases: [Record]
    }

    private struct Record: Codable {
        let name: String
        let v4: String?
        let v6: String?
        let lastUsed: Int64
    }
}
