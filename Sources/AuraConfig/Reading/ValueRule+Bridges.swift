extension ValueRule where Value == BridgesURL {
    /// Where a manifest is on the web.
    static var manifestURL: Self {
        string(expected: "an https address without user and fragment, for example \"https://example.org/bridges.toml\"")
        { BridgesURL($0) }
    }
}

extension ValueRule where Value == String {
    /// A signed manifest, which whoever knows the authority looks into.
    static var manifest: Self {
        string(expected: "a bridges manifest, in a multi-line string", hidden: true) { $0 }
    }
}
