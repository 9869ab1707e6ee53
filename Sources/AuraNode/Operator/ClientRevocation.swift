internal import AuraConfig
public import AuraPKI
public import Foundation

/// Revokes a client: puts the serial numbers of its certificates on the list that the server reads.
public struct ClientRevocation: Sendable {
    private let client: String
    private let directory: ServerDirectory
    private let authority: String?

    /// Takes what was asked for.
    ///
    /// - Parameters:
    ///   - client: a client's name, or the serial number of one certificate in hexadecimal (`:` between bytes allowed).
    ///   - directory: where the server's server.toml is, which names the list.
    ///   - authority: the directory with the record of what was issued; `nil` for the one that server.toml names.
    /// - Throws: `invalid` when `client` can be neither.
    public init(client: String, directory: String, authority: String? = nil) throws(OperatorError) {
        do throws(NameError) {
            _ = try PeerName(client)
        } catch {
            // Any entry will do: only the serial number is looked at.
            if (try? Revocation(serial: client, name: "x", at: Date(timeIntervalSince1970: 0))) == nil {
                throw .invalid(["\(error)"])
            }
        }
        self.client = client
        self.directory = ServerDirectory(path: directory)
        self.authority = authority
    }

    /// Adds the client's certificates that are still valid to the list; what is on it already stays as it is.
    public func run(now: Date) throws(OperatorError) -> Outcome {
        let configuration = try directory.load()
        let issuer = directory.authority(named: authority, configuration)
        let certificates = try certificates(in: issuer)
        let list = configuration.files.revoked.resolved
        let valid = certificates.filter { $0.notAfter >= now }
        let added = try add(valid, to: list, now: now)
        let names = Set(added.map(\.serial))
        return Outcome(
            list: list, added: added, alreadyRevoked: valid.filter { !names.contains($0.serial) },
            expired: certificates.filter { $0.notAfter < now })
    }

    /// What came of it.
    public struct Outcome: Sendable {
        /// The path of the list.
        public let list: String
        /// What was added to it now.
        public let added: [Revocation]
        /// Valid certificates that were on it before.
        public let alreadyRevoked: [IssuedCertificate]
        /// Certificates that are no longer valid anyway, and were not added.
        public let expired: [IssuedCertificate]
    }
}

extension ClientRevocation {
    private func certificates(in issuer: AuthorityDirectory) throws(OperatorError) -> [IssuedCertificate] {
        if let code = OperatorPath.readingError(issuer.record) {
            throw .file(.system(operation: "read the record of issued certificates", path: issuer.record, code: code))
        }
        let issued = try issuer.issued()
        let named = issued.named(client).filter { $0.role == .client }
        if !named.isEmpty { return named }
        guard let one = issued[serial: client] ?? issued.named(client).first else {
            let clients = Set(issued.entries.filter { $0.role == .client }.map(\.name))
            throw .unknownClient(client, near: NearNames.of(client, among: clients), record: issuer.record)
        }
        guard one.role == .client else { throw .serversCertificate(serial: one.serial, name: one.name) }
        return [one]
    }

    private func add(
        _ certificates: [IssuedCertificate], to list: String, now: Date
    ) throws(OperatorError) -> [Revocation] {
        if certificates.isEmpty { return [] }
        let entries = certificates.compactMap { try? Revocation(serial: $0.serial, name: $0.name, at: now) }
        guard entries.count == certificates.count else { throw .bug("a recorded certificate cannot be revoked") }
        return try OperatorError.records { () throws(RecordFileError) in
            try RevocationList.add(entries, toFile: list)
        }
    }
}
