/// Where a bridges manifest came from; the names are those that status shows.
enum ManifestSource: String, Sendable {
    /// The client's profile.
    case profile
    /// The file in which the client keeps the last good one.
    case kept
    /// A file that is watched.
    case file
    /// An address on the web.
    case url
    /// The server, through the tunnel.
    case tunnel
}
