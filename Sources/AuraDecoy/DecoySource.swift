/// What strangers are served.
public enum DecoySource: Sendable, Equatable {
    /// The site that is part of the program, varied by `seed`: name, words, pictures, colours and dates differ from seed
    /// to seed and stay as they are for one seed.
    ///
    /// Derive the seed from a secret of the installation, so that it is the same after a restart and nobody can tell
    /// from the site which program serves it by comparing it with another installation's.
    case builtIn(seed: UInt64)

    /// The files in a directory. It needs an `index.html`; a `404.html` is used if it is there. What changes in it is
    /// served at once.
    case site(directory: String)

    /// Another web server, to which every request goes: an `http://` or `https://` address of host and port, without a
    /// path.
    ///
    /// The upstream is asked by its own name (`Host`), is not told for whom, and its answers are passed on as they are,
    /// but for `Server`, `Date` and redirections to itself.
    case upstream(String, limits: UpstreamLimits = UpstreamLimits())
}
