/// A drawing above an article: a sky, a sun or a moon, and hills one behind the other.
enum Picture {
    private static let width = 960
    private static let height = 400

    static func svg(_ look: Look, _ choices: inout SeededChoices) -> String {
        let warm = choices.number(in: -30...40)
        let sky = look.colour(choices.number(in: 82...93), turn: warm)
        let layers = choices.number(in: 3...5)
        let hills = (0..<layers).map { layer in hill(layer, of: layers, look, &choices) }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)">
            <rect width="\(width)" height="\(height)" fill="\(sky)"/>
            \(sun(look, &choices))
            \(hills.joined(separator: "\n"))
            </svg>

            """
    }

    private static func sun(_ look: Look, _ choices: inout SeededChoices) -> String {
        let x = choices.number(in: 80...width - 80)
        let y = choices.number(in: 60...170)
        let radius = choices.number(in: 22...58)
        let colour = look.colour(choices.number(in: 72...97), turn: choices.number(in: 20...60))
        return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\" fill=\"\(colour)\"/>"
    }

    /// A curve from left to right with a few soft turns, filled down to the bottom.
    private static func hill(_ layer: Int, of layers: Int, _ look: Look, _ choices: inout SeededChoices) -> String {
        let base = 170 + layer * (200 / layers)
        let step = choices.number(in: 110...220)
        var path = "M0 \(height)V\(base + choices.number(in: -30...30))"
        for x in stride(from: step, through: width + step, by: step) {
            let bend = base + choices.number(in: -70...50)
            path += "Q\(x - step / 2) \(bend) \(x) \(base + choices.number(in: -30...30))"
        }
        let light = 74 - layer * (46 / layers) + choices.number(in: -3...3)
        return "<path d=\"\(path)V\(height)Z\" fill=\"\(look.colour(light, turn: choices.number(in: -12...12)))\"/>"
    }
}
