/// How the parts of a chart look, on light and on dark screens. The raw value is the class in the SVG file.
enum ChartStyle: String, CaseIterable {
    case paper, title, small, label, value, grid, end
    /// Bars: Aura, another VPN, and what is no VPN that one could pick.
    case aura, other, ceiling

    /// The style sheet of every chart. Viewers that know no dark mode show the light one.
    static var sheet: String {
        let light = allCases.map { ".\($0.rawValue){\($0.form)\($0.ink(\.light))}" }
        let dark = allCases.map { ".\($0.rawValue){\($0.ink(\.dark))}" }
        return
            (["<style>", "text{font-family:system-ui,'DejaVu Sans',Verdana,sans-serif}"] + light
            + ["@media (prefers-color-scheme:dark){"] + dark + ["}", "</style>"]).joined(separator: "\n")
    }

    private struct Colour {
        let light: String
        let dark: String
    }

    private var form: String {
        switch self {
        case .title: "font-size:14px;font-weight:600;"
        case .small: "font-size:11px;"
        case .label, .value: "font-size:12px;"
        case .grid: "stroke-width:1;"
        case .end: "stroke-width:1.5;"
        case .ceiling: "stroke-dasharray:4 2;"
        case .paper, .aura, .other: ""
        }
    }

    private func ink(_ shade: KeyPath<Colour, String>) -> String {
        switch self {
        case .grid, .end: "fill:none;stroke:\(colour[keyPath: shade])"
        case .ceiling: "fill:none;stroke:\(colour[keyPath: shade])"
        default: "fill:\(colour[keyPath: shade])"
        }
    }

    private var colour: Colour {
        switch self {
        case .paper: Colour(light: "#ffffff", dark: "#0d1117")
        case .title, .label, .value, .end: Colour(light: "#1f2328", dark: "#e6edf3")
        case .small: Colour(light: "#59636e", dark: "#9198a1")
        case .grid: Colour(light: "#d1d9e0", dark: "#3d444d")
        case .aura: Colour(light: "#218bff", dark: "#388bfd")
        case .other: Colour(light: "#afb8c1", dark: "#6e7681")
        case .ceiling: Colour(light: "#218bff", dark: "#79c0ff")
        }
    }
}
