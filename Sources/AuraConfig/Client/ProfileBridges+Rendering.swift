extension ProfileBridges {
    /// Writes the `[bridges]` table.
    func render(into page: inout TOMLPage) {
        typealias Key = ProfileKeys.Bridges
        page.table(
            "bridges",
            "Where else the server is, as a manifest says that its operator has signed; tried before [server]. A newer one",
            "comes through the tunnel by itself, and from a file and an https address if they are named here.")
        if let file {
            page.entry(Key.file, file.written, "A file that is watched for a newer manifest.")
        } else {
            page.remark("file = \"bridges.toml\"")
        }
        if let url {
            page.entry(Key.url, url.description, "Where a newer manifest is looked for on the web.")
        } else {
            page.remark("url = \"https://example.org/bridges.toml\"")
        }
        if let keep {
            page.entry(Key.keep, keep.written, "Where the newest manifest is kept, instead of beside this file.")
        }
        if let manifest {
            page.entry(
                Key.manifest, raw: ManifestQuoting.quoted(manifest), "The manifest; the client finds newer ones itself."
            )
        }
    }
}
