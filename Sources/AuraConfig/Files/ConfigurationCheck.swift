/// Everything that can be said of a configuration file without running anything.
public enum ConfigurationCheck {
    /// All problems of the file at `path`, which may be a server.toml or a profile; empty when it is good.
    ///
    /// A file that others can read is a problem, and is then looked into all the same. Of a server.toml, the files
    /// that it names must be there, and those with secrets readable by their owner only; see
    /// ``ServerConfiguration/fileProblems()``.
    public static func problems(inFile path: String) -> [ConfigurationProblem] {
        let reading = PrivateFile.read(path, limit: ConfigurationLimits.maximumFileBytes)
        guard let bytes = reading.bytes else { return reading.problems }
        return reading.problems + problems(in: ConfigurationText(bytes: bytes, path: path))
    }

    /// All problems of a text, as ``problems(inFile:)``.
    static func problems(in text: ConfigurationText) -> [ConfigurationProblem] {
        do throws(ConfigurationError) {
            switch try ConfigurationFile.kind(of: text) {
            case .server: return try ServerConfiguration(parsing: text).fileProblems()
            case .profile: _ = try ClientProfile(parsing: text)
            }
            return []
        } catch {
            return error.problems
        }
    }
}
