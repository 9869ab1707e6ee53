internal import AuraBridges
internal import AuraConfig
internal import AuraPKI
internal import Foundation

extension FileCheck {
    /// What is wrong with a server's bridges manifest, which need not be there, and with the record of its bound ports.
    static func bridgeProblems(
        _ configuration: ServerConfiguration, file: String, now: Date
    ) -> [ConfigurationProblem] {
        let pem = try? BoundedFile.loadText(configuration.files.ca.resolved, limit: PKILimits.maximumPEMBytes)
        return problems(at: configuration.files.bridges.resolved, authorityPEM: pem, now: now)
            + snapshotProblems(RuntimeSnapshot.path(ofServer: file))
    }

    /// What is wrong with the bridges manifest in a profile, and with the one in the file that it names.
    static func bridgeProblems(_ profile: ClientProfile, file: String, now: Date) -> [ConfigurationProblem] {
        let inside = profile.bridges.manifest.flatMap { text -> ConfigurationProblem? in
            guard let verifier = try? ManifestVerifier(authorityPEM: profile.pki.ca) else { return nil }
            return problem(
                ManifestFinding(Array(text.utf8), verifier, now: now), file: file, key: "bridges.manifest",
                remedy: "remove it, or put a newer one there")
        }
        let named = profile.bridges.file.map { problems(at: $0.resolved, authorityPEM: profile.pki.ca, now: now) }
        return [inside].compactMap(\.self) + (named ?? [])
    }

    /// Without the authority's certificate, which was told already, nothing can be said.
    private static func problems(at path: String, authorityPEM: String?, now: Date) -> [ConfigurationProblem] {
        guard let verifier = authorityPEM.flatMap({ try? ManifestVerifier(authorityPEM: $0) }) else { return [] }
        let finding = ManifestFinding(at: path, verifier, now: now)
        return [problem(finding, file: path, remedy: "\"aura sign-bridges\" makes a new one")].compactMap(\.self)
    }

    private static func problem(
        _ finding: ManifestFinding, file: String, key: String = "", remedy: String
    ) -> ConfigurationProblem? {
        switch finding {
        case .missing, .good: nil
        case .unreadable(let error):
            ConfigurationProblem(file: file, keyPath: key, found: "\(error)", expected: "a file to read")
        case .refused(.expired(let end, _), _):
            ConfigurationProblem(
                file: file, keyPath: key, found: "a bridges manifest that ended on \(end.ISO8601Format())",
                expected: "one that is valid now", suggestion: remedy)
        case .refused(let rejection, _):
            ConfigurationProblem(
                file: file, keyPath: key, found: "a bridges manifest that clients refuse (\(rejection))",
                expected: "one that this authority has signed and that is valid now", suggestion: remedy)
        }
    }

    private static func snapshotProblems(_ path: String) -> [ConfigurationProblem] {
        do throws(ConfigurationError) {
            _ = try RuntimeSnapshot.load(path)
            return []
        } catch {
            return error.problems
        }
    }
}
