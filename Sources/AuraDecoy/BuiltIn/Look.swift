/// Colours, letters and proportions of a built-in site.
struct Look: Sendable {
    let hue: Int
    let names: ClassNames
    private let saturation: Int
    private let paper: Int
    private let font: String
    private let heading: String
    private let width: Int
    private let radius: Int
    private let menuBelow: Bool

    /// The names in the markup, which differ from site to site as everything else does.
    struct ClassNames: Sendable {
        let page: String
        let lead: String
        let card: String
        let meta: String
        let menu: String
    }

    init(theme: Theme, _ choices: inout SeededChoices) {
        hue = theme.hues[choices.number(below: theme.hues.count)] + choices.number(in: -6...6)
        saturation = choices.number(in: 18...52)
        paper = choices.number(in: 94...98)
        font = choices.pick([
            "Georgia, serif", "\"Iowan Old Style\", Palatino, serif", "system-ui, sans-serif",
            "\"Helvetica Neue\", Arial, sans-serif", "Charter, Cambria, serif", "Verdana, Geneva, sans-serif",
        ])
        heading = choices.pick(["inherit", "Georgia, serif", "system-ui, sans-serif", "\"Trebuchet MS\", sans-serif"])
        width = choices.number(in: 34...46)
        radius = choices.number(in: 0...10)
        menuBelow = choices.number(below: 2) == 0
        names = ClassNames(
            page: choices.pick(["page", "wrap", "sheet", "main", "inner"]),
            lead: choices.pick(["lead", "intro", "hello", "opening"]),
            card: choices.pick(["card", "entry", "post", "item", "piece"]),
            meta: choices.pick(["meta", "date", "when", "small"]),
            menu: choices.pick(["menu", "nav", "links", "top"]))
    }

    /// A colour of the site's hue, turned by `turn` degrees, `light` percent bright.
    func colour(_ light: Int, turn: Int = 0) -> String {
        "hsl(\(((hue + turn) % 360 + 360) % 360), \(saturation)%, \(light)%)"
    }

    var css: String {
        """
        html { font-size: 17px; }
        body { margin: 0; background: \(colour(paper)); color: \(colour(17)); font: 1rem/1.62 \(font); }
        .\(names.page) { max-width: \(width)rem; margin: 0 auto; padding: 1.2rem; }
        header { display: flex; flex-direction: \(menuBelow ? "column" : "row"); justify-content: space-between; gap: .4rem;
          padding: 1.6rem 0 1rem; border-bottom: 1px solid \(colour(80)); }
        header h1, h2, h3 { font-family: \(heading); line-height: 1.2; margin: 0 0 .3rem; }
        header p { margin: 0; color: \(colour(42)); }
        .\(names.menu) a { margin-right: 1rem; }
        a { color: \(colour(34)); text-underline-offset: .15em; }
        a:hover { color: \(colour(48, turn: 24)); }
        .\(names.lead) { font-size: 1.12rem; margin: 1.6rem 0; }
        .\(names.card) { background: #fff; border: 1px solid \(colour(88)); border-radius: \(radius)px; overflow: hidden;
          margin: 0 0 1.4rem; }
        .\(names.card) img { display: block; width: 100%; height: auto; }
        .\(names.card) div { padding: 1rem 1.2rem; }
        .\(names.meta) { color: \(colour(45)); font-size: .86rem; margin: 0; }
        footer { color: \(colour(45)); font-size: .86rem; border-top: 1px solid \(colour(80)); margin-top: 2rem;
          padding: 1rem 0 2rem; }
        @media (max-width: 34rem) { html { font-size: 16px; } header { flex-direction: column; } }

        """
    }
}
