/// One article of a built-in site, with its words chosen.
struct Article: Sendable {
    let title: String
    /// The last component of its address, without the ending.
    let slug: String
    let paragraphs: [String]
    let date: HTTPDate

    /// As it stands above the article, like "3 May 2024".
    var day: String {
        let fields = date.description.split(separator: " ")
        let day = fields[1].drop { $0 == "0" }
        return "\(day) \(fields[2]) \(fields[3])"
    }

    /// Small letters and digits of the title, with dashes between words.
    static func slug(of title: String) -> String {
        let letters = title.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : " " }
        return String(letters).split(separator: " ").joined(separator: "-")
    }

    /// A few articles of a theme, written within a year, the newest first.
    static func some(of theme: Theme, _ choices: inout SeededChoices) -> [Article] {
        let last = HTTPDate.days(year: 2025, month: 9, day: 1) - Int64(choices.number(below: 500))
        let count = choices.number(in: 4...theme.articles.count)
        let chosen = choices.shuffled(theme.articles).prefix(count)
        return chosen.map { Article($0, notAfter: last, &choices) }.sorted { $0.date.unix > $1.date.unix }
    }

    private init(_ draft: Theme.Draft, notAfter last: Int64, _ choices: inout SeededChoices) {
        title = choices.phrase(draft.title).capitalizedFirst
        slug = Self.slug(of: title)
        paragraphs = draft.paragraphs.map { choices.phrase($0) }
        let month = Int64(choices.number(in: draft.months))
        let dayOfMonth = Int64(choices.number(in: 1...28))
        let year = HTTPDate.date(ofDay: last).year
        var day = HTTPDate.days(year: year, month: month, day: dayOfMonth)
        if day > last { day = HTTPDate.days(year: year - 1, month: month, day: dayOfMonth) }
        date = HTTPDate(unix: day * 86_400 + Int64(choices.number(in: 6 * 3600...22 * 3600)))
    }
}

extension String {
    /// With a capital at the beginning, whatever a choice of words put there.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
