/// What a server shows to whoever does not prove the outer key on a transport that looks like a website.
public enum ServerDecoy: Hashable, Sendable {
    /// The site that comes with Aura.
    case builtIn
    /// The files of a directory, which has an `index.html`.
    case site(ConfiguredPath)
    /// What another web server answers.
    case upstream(DecoyUpstream)

    /// The page that the directory of a ``site(_:)`` must have.
    public static let indexPage = "index.html"
}
