internal import AuraBridges
internal import Foundation
internal import Logging

extension Manifest {
    /// What the log tells of a manifest that was taken.
    var logMetadata: Logger.Metadata {
        ["serial": "\(serial)", "bridges": "\(ways.count)", "expires": "\(expiresAt.ISO8601Format())"]
    }
}
