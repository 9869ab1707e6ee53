/// What a process has changed on the host, as it stands in the journal file.
struct HostJournal: Codable, Sendable {
    /// The format's version; another one is not understood.
    static let version = 1
    /// The most steps a journal can hold: far above any plan, small enough to bound a damaged file.
    static let maximumSteps = 10_000

    var schemaVersion = version
    /// The process that made the changes.
    var owner: ProcessIdentity
    /// The steps, in the order in which they were made; the last may not have been.
    var steps: [HostChange]

    /// Reads and checks a journal; `nil` when there is none.
    static func load(_ path: String) throws(HostError) -> HostJournal? {
        do {
            guard let bytes = try StateFile.read(path) else { return nil }
            let journal = try StateFormat.decode(HostJournal.self, from: bytes, path: path)
            try journal.check(path)
            return journal
        } catch {
            throw .journal(error)
        }
    }

    func save(_ path: String) throws(HostError) {
        do {
            try StateFile.replace(path, with: StateFormat.encode(self, path: path))
        } catch {
            throw .journal(error)
        }
    }

    private func check(_ path: String) throws(StateFileError) {
        guard schemaVersion == Self.version else {
            throw StateFileError.malformed(path, "field schema_version is \(schemaVersion); expected \(Self.version)")
        }
        guard steps.count <= Self.maximumSteps else {
            throw StateFileError.malformed(
                path, "field steps has \(steps.count) entries; expected at most \(Self.maximumSteps)")
        }
        for (index, step) in steps.enumerated() {
            for tool in [step.apply.tool, step.undo?.tool ?? "ip"] where !HostCommand.allowedTools.contains(tool) {
                throw StateFileError.malformed(
                    path, "field steps[\(index)] names \"\(tool)\", which is no tool that Aura runs")
            }
        }
    }
}
