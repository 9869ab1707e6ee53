internal import NIOHTTP1

/// What a request says it knows already (RFC 9110 section 13), judged as nginx does: times must be equal, not later.
enum Preconditions {
    enum Verdict {
        case goOn
        case notModified
        case failed
    }

    static func verdict(_ headers: HTTPHeaders, _ file: SiteFile) -> Verdict {
        if let since = headers.first(name: "If-Unmodified-Since") {
            guard let date = HTTPDate(since), date.unix >= file.modified.unix else { return .failed }
        }
        if let tags = headers.first(name: "If-Match"), !matches(tags, file.entityTag, weak: false) { return .failed }
        let since = headers.first(name: "If-Modified-Since")
        let known = headers.first(name: "If-None-Match")
        guard since != nil || known != nil else { return .goOn }
        if let since, HTTPDate(since) != file.modified { return .goOn }
        if let known, !matches(known, file.entityTag, weak: true) { return .goOn }
        return .notModified
    }

    /// Whether a list of entity tags, or `*`, names this one. Weak comparison looks past `W/`.
    static func matches(_ list: String, _ tag: String, weak: Bool) -> Bool {
        if list == "*" { return true }
        return list.split(separator: ",").contains { item in
            let item = item.trimmingSpaces
            return item == tag || (weak && item.hasPrefix("W/") && item.dropFirst(2) == tag)
        }
    }
}

extension StringProtocol {
    /// Without the spaces at both ends.
    var trimmingSpaces: SubSequence {
        guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }
}
