internal import AuraConfig
internal import AuraPKI
internal import Foundation

/// Where a server keeps its configuration, certificate and key.
struct ServerDirectory: Sendable {
    let path: String

    var configuration: String { OperatorPath.join(path, "server.toml") }
    var certificate: String { OperatorPath.join(path, "server.pem") }
    var key: String { OperatorPath.join(path, "server.key") }

    /// Where a server that is made has the files of its tcp and quic transports.
    var tls: TLSFiles {
        TLSFiles(
            certificate: OperatorPath.join(path, "tls.pem"), key: OperatorPath.join(path, "tls.key"),
            secret: OperatorPath.join(path, "quic.secret"))
    }

    /// What server.toml says.
    func load() throws(OperatorError) -> ServerConfiguration { try Self.load(configuration) }

    /// What a server.toml says, wherever it is and whatever it is called.
    static func load(_ file: String) throws(OperatorError) -> ServerConfiguration {
        switch OperatorPath.readingError(file) {
        case nil: break
        case ENOENT: throw .noConfiguration(path: file)
        case let code?: throw .file(.system(operation: "read", path: file, code: code))
        }
        do throws(ConfigurationError) {
            return try ServerConfiguration.load(file)
        } catch {
            throw .configuration(error)
        }
    }

    /// The named authority, or else the one whose certificate server.toml names.
    func authority(named directory: String?, _ configuration: ServerConfiguration) -> AuthorityDirectory {
        AuthorityDirectory(path: directory ?? OperatorPath.directory(of: configuration.files.ca.resolved))
    }
}
