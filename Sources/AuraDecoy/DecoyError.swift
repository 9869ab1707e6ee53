/// Why there can be no such decoy.
public enum DecoyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The site's directory is not there, or the way to it is barred. With what the system says.
    case siteMissing(String, String)
    /// What should be the site's directory is something else.
    case siteNotDirectory(String)
    /// The directory or its index cannot be read. With what the system says.
    case siteUnreadable(String, String)
    /// There is no `index.html` in the directory.
    case siteWithoutIndex(String)
    /// The upstream is not an address of the form that is taken. With what is wrong.
    case badUpstream(String, String)

    /// What is wrong and what to do, in one sentence for the operator.
    public var description: String {
        switch self {
        case .siteMissing(let path, let why):
            "the site directory '\(path)' cannot be opened (\(why)); make it, or name another one"
        case .siteNotDirectory(let path):
            "the site '\(path)' is not a directory; name the directory that holds index.html"
        case .siteUnreadable(let path, let why):
            "'\(path)' of the site cannot be read (\(why)); make it readable for the user that runs the server"
        case .siteWithoutIndex(let path):
            "the site directory '\(path)' has no index.html; add one, so that visitors find a page"
        case .badUpstream(let url, let why):
            "the upstream '\(url)' is not usable: \(why); write it like http://127.0.0.1:8080 or https://www.example.org"
        }
    }
}
