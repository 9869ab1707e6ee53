public import Logging

/// Serves strangers a website, so that a server that listens for its own clients looks like any other one.
///
/// It takes over a connection whose other side turned out to be a stranger, and answers as nginx would: the same fields
/// in the same order, the same error pages, the same things refused.
public final class Decoy: Sendable {
    let responder: any Responder
    let logger: Logger

    /// A decoy that serves `source`. Looks at a directory or an address once and says what is wrong with it.
    ///
    /// `logger` hears of visitors at debug level only.
    public init(
        _ source: DecoySource, logger: Logger = Logger(label: "aura.decoy")
    ) throws(DecoyError) {
        self.logger = logger
        switch source {
        case .builtIn(let seed): responder = SiteResponder(store: BuiltInSite(seed: seed).store)
        case .site(let directory): responder = SiteResponder(store: try DirectorySite(directory: directory))
        case .upstream(let url, let limits):
            responder = UpstreamResponder(try UpstreamAddress(url), limits: limits)
        }
    }

    /// Closes the connections to an upstream, if there is one. Visitors are not waited for; what they ask afterwards is
    /// answered by an error.
    public func close() async {
        await responder.close()
    }
}
