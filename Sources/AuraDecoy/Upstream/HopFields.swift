internal import NIOHTTP1

/// Fields that are between two neighbours and are not passed on (RFC 9110 section 7.6.1).
enum HopFields {
    private static let names: Set = [
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "http2-settings",
    ]

    /// The fields that are passed on, in their order; `without` names more that are not, in small letters.
    static func passedOn(_ headers: HTTPHeaders, without: Set<String>) -> [(name: String, value: String)] {
        let listed = headers[canonicalForm: "Connection"].map { $0.lowercased() }
        let dropped = names.union(without).union(listed)
        return headers.filter { !dropped.contains($0.name.lowercased()) }
    }
}
