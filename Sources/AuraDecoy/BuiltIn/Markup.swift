/// Makes the pages of a built-in site.
struct Markup: Sendable {
    let name: String
    let tagline: String
    let section: String
    /// The directory of the articles, without slashes.
    let directory: String
    let stylesheet: String
    let look: Look
    let language: String
    let footer: String

    init(theme: Theme, look: Look, _ choices: inout SeededChoices) {
        self.look = look
        name = choices.phrase(choices.pick(theme.names))
        tagline = choices.phrase(choices.pick(theme.taglines)).capitalizedFirst
        section = choices.pick(theme.sections)
        directory = choices.pick([section.lowercased(), "posts", "entries", "blog", "articles"])
        stylesheet = choices.pick(["/style.css", "/css/main.css", "/site.css", "/assets/style.css", "/theme.css"])
        language = choices.pick(["en", "en-GB"])
        footer = choices.phrase(
            "{Made by hand|Written by hand|Plain HTML}{, no cookies|, no tracking|, as in the old days|}. "
                + "{Thank you for reading|Thanks for stopping by|Come again|Take care}.")
    }

    func index(_ welcome: String, _ articles: [Article]) -> String {
        let cards = articles.map { article in
            """
            <article class="\(look.names.card)">
            <a href="\(path(article))"><img src="\(picture(article))" alt="" width="960" height="400"></a>
            <div><h2><a href="\(path(article))">\(article.title)</a></h2>
            <p class="\(look.names.meta)">\(article.day)</p>
            <p>\(article.paragraphs.first ?? "")</p></div>
            </article>
            """
        }
        return page(name, "<p class=\"\(look.names.lead)\">\(welcome)</p>\n" + cards.joined(separator: "\n"))
    }

    func page(_ article: Article) -> String {
        let picture = "<img src=\"\(picture(article))\" alt=\"\" width=\"960\" height=\"400\">"
        return page(
            "\(article.title) - \(name)",
            """
            <article class="\(look.names.card)">
            \(picture)
            <div><h2>\(article.title)</h2>
            <p class="\(look.names.meta)">\(article.day)</p>
            \(paragraphs(article.paragraphs))</div>
            </article>
            """)
    }

    func about(_ texts: [String]) -> String {
        page("About - \(name)", "<h2>About</h2>\n" + paragraphs(texts))
    }

    /// The list of all articles, which is the index of their directory.
    func list(_ articles: [Article]) -> String {
        let lines = articles.map { article in
            let date = "<span class=\"\(look.names.meta)\">\(article.day)</span>"
            return "<li><a href=\"\(path(article))\">\(article.title)</a> \(date)</li>"
        }
        return page("\(section) - \(name)", "<h2>\(section)</h2>\n<ul>\n\(lines.joined(separator: "\n"))\n</ul>")
    }

    func path(_ article: Article) -> String { "/\(directory)/\(article.slug).html" }
    func picture(_ article: Article) -> String { "/images/\(article.slug).svg" }

    private var menu: String {
        "<a href=\"/\">Home</a><a href=\"/\(directory)/\">\(section)</a><a href=\"/about.html\">About</a>"
    }

    private func paragraphs(_ texts: [String]) -> String { texts.map { "<p>\($0)</p>" }.joined(separator: "\n") }

    private func page(_ title: String, _ body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(language)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title)</title>
        <meta name="description" content="\(tagline)">
        <link rel="stylesheet" href="\(stylesheet)">
        </head>
        <body>
        <div class="\(look.names.page)">
        <header>
        <div><h1><a href="/">\(name)</a></h1><p>\(tagline)</p></div>
        <nav class="\(look.names.menu)">\(menu)</nav>
        </header>
        \(body)
        <footer>\(footer)</footer>
        </div>
        </body>
        </html>

        """
    }
}
