import AuraBenchKit
import Testing

@Suite struct SpreadTests {
    @Test(
        "The median is the middle number, or the mean of the two middle ones, in whatever order they come",
        arguments: [([3.0], 3.0), ([9, 1, 5], 5), ([4, 1, 9, 2], 3), ([7, 7, 1, 7], 7)])
    func median(_ values: [Double], _ middle: Double) {
        #expect(Spread(of: values)?.median == middle)
    }

    @Test("The ends are the smallest and the largest number")
    func ends() {
        let spread = Spread(of: [5.0, -2, 8, 3])
        #expect(spread?.least == -2)
        #expect(spread?.most == 8)
    }

    @Test("No numbers have no median")
    func nothing() {
        #expect(Spread(of: [Double]()) == nil)
    }
}
