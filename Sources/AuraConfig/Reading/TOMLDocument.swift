internal import TOMLKit

/// A TOML document that was read within bounds, with the log that its problems go to.
package struct TOMLDocument {
    package let root: [String: TOMLNode]
    package let log: ProblemLog

    /// Parses a text; throws when it is no TOML at all or out of bounds as a whole.
    package init(_ text: ConfigurationText) throws(ConfigurationError) {
        let string = try TextCheck.string(of: text)
        let map: SourceMap
        do {
            map = try TOMLScanner.scan(text.bytes)
        } catch {
            throw Self.refused(error, in: text)
        }
        log = ProblemLog(file: text.path, map: map)
        root = TOMLTree.read(try Self.parse(string, of: text), log: log)
    }

    private static func parse(_ string: String, of text: ConfigurationText) throws(ConfigurationError) -> TOMLTable {
        do {
            return try TOMLTable(string: string)
        } catch let error as TOMLParseError {
            throw SyntaxProblem.error(error, in: text)
        } catch {
            throw ConfigurationError(
                ConfigurationProblem(file: text.path, found: "not TOML", expected: "a TOML 1.0 document"))
        }
    }

    private static func refused(_ refusal: TOMLScanner.Refusal, in text: ConfigurationText) -> ConfigurationError {
        ConfigurationError(
            ConfigurationProblem(
                file: text.path, line: refusal.line, found: refusal.found, expected: refusal.expected))
    }
}
