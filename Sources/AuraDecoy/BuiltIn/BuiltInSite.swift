internal import NIOCore

/// The site that is part of the program: a small blog that nobody has touched for a while.
///
/// Its words, pictures and looks follow from the seed alone, so that they are the same after each start, and that two
/// installations are not recognised by having the same page.
struct BuiltInSite {
    let store: MemorySite

    init(seed: UInt64) {
        var choices = SeededChoices(seed: seed)
        let theme = Theme.all[choices.number(below: Theme.all.count)]
        let look = Look(theme: theme, &choices)
        let markup = Markup(theme: theme, look: look, &choices)
        let articles = Article.some(of: theme, &choices)
        var files = Self.pages(theme, markup, articles, &choices)
        for article in articles {
            files[markup.picture(article)] = Self.text(Picture.svg(look, &choices), ".svg", article.date)
        }
        store = MemorySite(files)
    }

    private static func pages(
        _ theme: Theme, _ markup: Markup, _ articles: [Article], _ choices: inout SeededChoices
    ) -> [String: SiteFile] {
        let newest = articles.first?.date ?? HTTPDate(unix: 0)
        // Made once, before the first article.
        let begun = HTTPDate(unix: (articles.last?.date.unix ?? 0) - Int64(choices.number(in: 86_400...30 * 86_400)))
        let welcome = choices.phrase(choices.pick(theme.welcome))
        let about = theme.about.map { choices.phrase($0) }
        var files = [
            "/index.html": text(markup.index(welcome, articles), ".html", newest),
            "/\(markup.directory)/index.html": text(markup.list(articles), ".html", newest),
            "/about.html": text(markup.about(about), ".html", begun),
            markup.stylesheet: text(markup.look.css, ".css", begun),
            "/robots.txt": text("User-agent: *\n" + choices.pick(["Disallow:\n", "Allow: /\n"]), ".txt", begun),
            "/favicon.ico": file(Icon.ico(&choices), ".ico", begun),
        ]
        for article in articles {
            files[markup.path(article)] = text(markup.page(article), ".html", article.date)
        }
        return files
    }

    private static func text(_ text: String, _ ending: String, _ date: HTTPDate) -> SiteFile {
        file(ByteBuffer(string: text), ending, date)
    }

    private static func file(_ bytes: ByteBuffer, _ ending: String, _ date: HTTPDate) -> SiteFile {
        let type = MediaType.of("file" + ending)
        return SiteFile(size: Int64(bytes.readableBytes), modified: date, type: type, content: .memory(bytes))
    }
}
