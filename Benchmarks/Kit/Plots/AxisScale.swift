internal import Foundation

/// A scale from zero with round marks.
struct AxisScale {
    /// Where the marks are, the first at zero, the last at the end of the scale.
    let marks: [Double]
    /// Digits after the point that the marks need.
    let digits: Int
    /// The end of the scale, above zero.
    var end: Double { marks.last ?? 1 }

    /// - Parameter most: The largest number to show; what is not above zero gets a scale all the same.
    init(upTo most: Double) {
        let most = most.isFinite && most > 0 ? most : 1
        let step = Self.step(for: most)
        // A number on the last mark, as exactly as numbers with a point are, needs no further one.
        let count = Int((most / step - 1e-9).rounded(.up))
        marks = (0...count).map { Double($0) * step }
        digits = max(0, -Int(log10(step * (1 + 1e-9)).rounded(.down)))
    }

    private static let mostSteps = 5.0

    /// The shortest round step of which not more than ``mostSteps`` are needed.
    private static func step(for most: Double) -> Double {
        let rough = most / mostSteps
        let power = pow(10, log10(rough).rounded(.down))
        let factors: [Double] = [1, 2, 5]
        return factors.map { $0 * power }.first { $0 >= rough * (1 - 1e-9) } ?? 10 * power
    }
}
