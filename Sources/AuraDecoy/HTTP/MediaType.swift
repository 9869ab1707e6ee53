/// Content types by the ending of a name, as nginx has them by default.
enum MediaType {
    static let html = "text/html"
    static let unknown = "application/octet-stream"

    /// The type of a file of this name, which may be a path.
    static func of(_ name: some StringProtocol) -> String {
        let last = name.split(separator: "/").last ?? ""
        guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return unknown }
        return byEnding[last[last.index(after: dot)...].lowercased()] ?? unknown
    }

    private static let byEnding: [String: String] = [
        "html": html, "htm": html, "shtml": html,
        "css": "text/css", "xml": "text/xml", "txt": "text/plain",
        "js": "application/javascript", "mjs": "application/javascript", "json": "application/json",
        "atom": "application/atom+xml", "rss": "application/rss+xml", "xhtml": "application/xhtml+xml",
        "wasm": "application/wasm", "pdf": "application/pdf", "zip": "application/zip",
        "7z": "application/x-7z-compressed", "rtf": "application/rtf", "doc": "application/msword",
        "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png",
        "svg": "image/svg+xml", "svgz": "image/svg+xml", "webp": "image/webp", "avif": "image/avif",
        "ico": "image/x-icon", "bmp": "image/x-ms-bmp", "tif": "image/tiff", "tiff": "image/tiff",
        "woff": "font/woff", "woff2": "font/woff2", "eot": "application/vnd.ms-fontobject",
        "mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/x-m4a", "mid": "audio/midi",
        "mp4": "video/mp4", "mpeg": "video/mpeg", "mpg": "video/mpeg", "mov": "video/quicktime",
        "webm": "video/webm", "m4v": "video/x-m4v", "avi": "video/x-msvideo",
    ]
}
