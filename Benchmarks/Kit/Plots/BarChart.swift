/// Horizontal bars of one metric, one a peer, with the least and the most of all runs.
struct BarChart {
    struct Bar {
        let name: String
        let spread: Spread
        let style: ChartStyle
    }

    let title: String
    /// What the axis shows, with the unit.
    let axis: String
    let digits: Int
    let bars: [Bar]

    static let width = 520.0
    var height: Double { Self.top + Double(bars.count) * Self.row + Self.bottom }

    func draw(into svg: inout SVG) {
        let scale = AxisScale(upTo: bars.map(\.spread.most).max() ?? 0)
        svg.text(title, .title, at: .init(x: Self.margin, y: 24))
        drawAxis(scale, into: &svg)
        for (index, bar) in bars.enumerated() {
            draw(bar, y: Self.top + Double(index) * Self.row, scale, into: &svg)
        }
    }

    private static let margin = 14.0
    private static let top = 38.0
    private static let row = 24.0
    private static let thickness = 15.0
    private static let bottom = 48.0
    /// Where the bars begin: right of the names.
    private static let left = 178.0
    /// How long a bar is at the end of the scale; right of it there is room for the number.
    private static let length = 270.0

    private func drawAxis(_ scale: AxisScale, into svg: inout SVG) {
        let foot = Self.top + Double(bars.count) * Self.row
        for mark in scale.marks {
            let x = Self.left + mark / scale.end * Self.length
            svg.line(.grid, from: .init(x: x, y: Self.top), to: .init(x: x, y: foot + 4))
            let text = Figures.text(mark, digits: scale.digits)
            svg.text(text, .small, at: .init(x: x, y: foot + 17), anchor: .middle)
        }
        svg.text(axis, .small, at: .init(x: Self.left + Self.length / 2, y: foot + 34), anchor: .middle)
    }

    private func draw(_ bar: Bar, y: Double, _ scale: AxisScale, into svg: inout SVG) {
        func along(_ value: Double) -> Double { Self.left + max(0, value) / scale.end * Self.length }
        let middle = y + Self.row / 2
        svg.text(bar.name, .label, at: .init(x: Self.left - 8, y: middle + 4), anchor: .end)
        svg.rectangle(
            bar.style, x: Self.left, y: middle - Self.thickness / 2, width: along(bar.spread.median) - Self.left,
            height: Self.thickness)
        let (least, most) = (along(bar.spread.least), along(bar.spread.most))
        if most - least >= 1 { drawEnds(from: least, to: most, y: middle, into: &svg) }
        let text = Figures.text(bar.spread.median, digits: digits)
        svg.text(text, .value, at: .init(x: max(most, along(bar.spread.median)) + 6, y: middle + 4))
    }

    private func drawEnds(from least: Double, to most: Double, y: Double, into svg: inout SVG) {
        svg.line(.end, from: .init(x: least, y: y), to: .init(x: most, y: y))
        for x in [least, most] { svg.line(.end, from: .init(x: x, y: y - 3), to: .init(x: x, y: y + 3)) }
    }
}
