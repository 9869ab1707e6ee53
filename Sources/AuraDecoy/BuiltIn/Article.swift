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

    /// A few articles of a theme, the newest first. They are weeks apart, and the newest is not from yesterday.
    static func some(of theme: Theme, _ choices: inout SeededChoices) -> [Article] {
        var day = HTTPDate.days(year: 2025, month: 9, day: 1) - Int64(choices.number(below: 500))
        let count = choices.number(in: 4...theme.articles.count)
        return choices.shuffled(theme.articles).prefix(count).map { draft in
            day -= Int64(choices.number(in: 9...75))
            let title = choices.phrase(draft.title).capitalizedFirst
            let time = Int64(choices.number(in: 6 * 3600...22 * 3600))
            return Article(
                title: title, slug: slug(of: title), paragraphs: draft.paragraphs.map { choices.phrase($0) },
                date: HTTPDate(unix: day * 86_400 + time))
        }
    }
}

extension String {
    /// With a capital at the beginning, whatever a choice of words put there.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
