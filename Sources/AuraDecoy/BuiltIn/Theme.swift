/// What a built-in site is about. Its texts offer alternatives in braces, of which a seed takes one each.
struct Theme: Sendable {
    let names: [String]
    let taglines: [String]
    /// Greets on the first page.
    let welcome: [String]
    /// Paragraphs of the page about the author.
    let about: [String]
    let articles: [Draft]
    /// What the articles are called, in the menu and as a directory.
    let sections: [String]
    /// The hue of the site in degrees, more or less.
    let hues: [Int]

    struct Draft: Sendable {
        /// When such a thing is written: 1 is January.
        let months: ClosedRange<Int>
        let title: String
        let paragraphs: [String]
    }

    static let all: [Theme] = [.garden, .kitchen, .camera]
}
