public import AuraConfig
internal import AuraPKI
public import Foundation

/// What can be said of a configuration file and of the certificates that it names, without running anything.
public enum FileCheck {
    /// All problems of the file at `path`, a server.toml or a profile; empty when it is good.
    ///
    /// On top of ``ConfigurationCheck``: of a server.toml, that the certificates belong to their keys and are valid now; of
    /// both, that a bridges manifest that is there is one that clients take.
    public static func problems(inFile path: String, now: Date) -> [ConfigurationProblem] {
        let problems = ConfigurationCheck.problems(inFile: path)
        // A file that others can read was told already, and is looked into all the same.
        guard let bytes = try? BoundedFile.load(path, limit: ConfigurationLimits.maximumFileBytes) else {
            return problems
        }
        let text = ConfigurationText(bytes: bytes, path: path)
        if let profile = try? ClientProfile(parsing: text) {
            return problems + bridgeProblems(profile, file: path, now: now)
        }
        guard let configuration = try? ServerConfiguration(parsing: text) else { return problems }
        let bad = Set(problems.map(\.file))
        let more =
            [identityProblem(configuration.files, now: now), tlsProblem(configuration, now: now)].compactMap(\.self)
            + bridgeProblems(configuration, file: path, now: now)
        // What cannot even be read was told already.
        return problems + more.filter { !bad.contains($0.file) }
    }

    private static func identityProblem(_ files: ServerFiles, now: Date) -> ConfigurationProblem? {
        let (certificate, key) = (files.certificate.resolved, files.key.resolved)
        do {
            let identity = try Identity(
                certificatePEM: BoundedFile.loadText(certificate, limit: PKILimits.maximumPEMBytes),
                privateKeyPEM: SecretFile.loadText(key))
            guard identity.notAfter < now else { return nil }
            return ended(certificate, identity.notAfter)
        } catch {
            return unusable(error, certificate: certificate, key: key)
        }
    }

    private static func tlsProblem(_ configuration: ServerConfiguration, now: Date) -> ConfigurationProblem? {
        guard configuration.needsTLS else { return nil }
        let files = TLSFiles(configuration.files)
        do {
            let leaf = try files.load().leaf
            if leaf.notAfter < now { return ended(files.certificate, leaf.notAfter) }
            guard leaf.notBefore > now else { return nil }
            return ConfigurationProblem(
                file: files.certificate, found: "a certificate valid from \(leaf.notBefore.ISO8601Format())",
                expected: "one that is valid now")
        } catch .badTLS(_, _, let error) {
            return unusable(error, certificate: files.certificate, key: files.key)
        } catch {
            return unusable(error, certificate: files.certificate, key: files.key)
        }
    }

    private static func ended(_ path: String, _ end: Date) -> ConfigurationProblem {
        ConfigurationProblem(
            file: path, found: "a certificate that ended on \(end.ISO8601Format())",
            expected: "one that is valid now", suggestion: "renew it (OPERATIONS, \"Certificates\")")
    }

    /// A file that cannot be read names itself; everything else is about the certificate.
    private static func unusable(_ error: any Error, certificate: String, key: String) -> ConfigurationProblem? {
        if error is FileError { return nil }
        if case .file? = error as? OperatorError { return nil }
        return ConfigurationProblem(
            file: certificate, found: "\(error)", expected: "a certificate and its key, \(key)")
    }
}
