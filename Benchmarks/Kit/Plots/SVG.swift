/// Writes the few kinds of SVG elements that charts need (SVG 1.1). Coordinates are in pixels from the top left.
struct SVG {
    private var lines: [String] = []
    /// Where the coordinates of what comes next begin.
    var origin = Point(x: 0, y: 0)

    struct Point {
        let x: Double
        let y: Double
    }

    mutating func rectangle(_ style: ChartStyle, x: Double, y: Double, width: Double, height: Double) {
        lines.append(
            "<rect class=\"\(style.rawValue)\" x=\"\(Self.number(origin.x + x))\" y=\"\(Self.number(origin.y + y))\" "
                + "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\"/>")
    }

    mutating func line(_ style: ChartStyle, from start: Point, to end: Point) {
        lines.append(
            "<path class=\"\(style.rawValue)\" d=\"M\(Self.number(origin.x + start.x)) "
                + "\(Self.number(origin.y + start.y))L\(Self.number(origin.x + end.x)) "
                + "\(Self.number(origin.y + end.y))\"/>")
    }

    mutating func text(_ text: String, _ style: ChartStyle, at place: Point, anchor: Anchor = .start) {
        lines.append(
            "<text class=\"\(style.rawValue)\" x=\"\(Self.number(origin.x + place.x))\" "
                + "y=\"\(Self.number(origin.y + place.y))\" text-anchor=\"\(anchor.rawValue)\">"
                + "\(Self.escaped(text))</text>")
    }

    /// Which part of a text is at its place.
    enum Anchor: String { case start, middle, end }

    /// The whole file.
    /// - Parameter title: For those who hear it instead of seeing it.
    func file(title: String, width: Double, height: Double) -> String {
        let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
        let box = "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\""
        let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) \(box) role=\"img\">"
        let paper = "<rect class=\"\(ChartStyle.paper.rawValue)\" width=\"100%\" height=\"100%\"/>"
        return ([head, "<title>\(Self.escaped(title))</title>", ChartStyle.sheet, paper] + lines + ["</svg>", ""])
            .joined(separator: "\n")
    }

    /// Coordinates to a tenth of a pixel.
    private static func number(_ value: Double) -> String {
        let text = Figures.text(value, digits: 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
    }
}
