internal import AuraWire

extension RuntimeSnapshot {
    /// Takes the text of a record.
    ///
    /// Another version of the form is refused. Keys that this version does not know are passed over: a program wrote the
    /// record, so they are no slips of a hand, and a newer server may say more than an older command needs.
    ///
    /// - Parameter path: what problems name.
    public init(parsing bytes: [UInt8], path: String) throws(ConfigurationError) {
        let log = ProblemLog(file: path)
        guard let root = Self.root(bytes, log) else { throw Self.error(log, path) }
        // The other fields of another version may mean something else.
        guard root.required(.version, .version) != nil else { throw Self.error(log, path) }
        let seconds = root.required(.boundAt, .pastSeconds(Self.times))
        let endpoints = root.required(.endpoints, .object).flatMap { Self.endpoints($0, log) }
        guard let seconds, let endpoints else { throw Self.error(log, path) }
        self.init(seconds: seconds, endpoints: endpoints)
    }

    private static func root(_ bytes: [UInt8], _ log: ProblemLog) -> TableReader<RuntimeKeys>? {
        do {
            return TableReader(try JSONObject.members(of: bytes), unknown: .ignored, log: log)
        } catch {
            log.report("", error)
            return nil
        }
    }

    private static func endpoints(
        _ members: [String: TOMLNode], _ log: ProblemLog
    ) -> [TransportKind: SocketAddress]? {
        let table = TableReader<TransportKind>(
            members, path: RuntimeKeys.endpoints.rawValue, unknown: .ignored, log: log)
        var result: [TransportKind: SocketAddress] = [:]
        var isGood = true
        for kind in TransportKind.allCases {
            let address = table.optional(kind, ValueRule<SocketAddress>.boundAddress.orNone, default: nil)
            if let address { result[kind] = address } else { isGood = false }
        }
        return isGood ? result : nil
    }

    /// The problems with the remedy for all of them.
    private static func error(_ log: ProblemLog, _ path: String) -> ConfigurationError {
        let remedy = "remove the file and restart the server, which writes it anew when it is needed"
        let problems = (log.error?.problems ?? []).map { problem in
            ConfigurationProblem(
                file: problem.file, keyPath: problem.keyPath, found: problem.found, expected: problem.expected,
                suggestion: remedy)
        }
        return ConfigurationError(problems)
            ?? ConfigurationError(
                ConfigurationProblem(file: path, found: "an incomplete file", expected: "a whole record"))
    }
}

/// The keys of a record.
enum RuntimeKeys: String, ConfigurationKey {
    case version
    case boundAt = "bound_at_unix"
    case endpoints
}

extension TransportKind: ConfigurationKey {}
