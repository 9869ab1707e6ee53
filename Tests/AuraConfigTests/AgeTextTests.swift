import AuraConfig
import Testing

@Suite("Ages in words")
struct AgeTextTests {
    @Test(
        "An age is told in the largest unit that it has two of",
        arguments: [
            (-5, "just now"), (0, "just now"), (1, "1 second ago"), (2, "2 seconds ago"), (119, "119 seconds ago"),
            (120, "2 minutes ago"), (200, "3 minutes ago"), (7_199, "119 minutes ago"), (7_200, "2 hours ago"),
            (172_799, "47 hours ago"), (172_800, "2 days ago"), (31_536_000, "365 days ago"),
            (Int64.max, "106751991167300 days ago"),
        ] as [(Int64, String)])
    func words(seconds: Int64, expected: String) {
        #expect(AgeText.words(for: .seconds(seconds)) == expected)
    }

    @Test("Parts of a second do not count")
    func fractions() {
        #expect(AgeText.words(for: .milliseconds(999)) == "just now")
        #expect(AgeText.words(for: .milliseconds(-1)) == "just now")
        #expect(AgeText.words(for: .milliseconds(1_999)) == "1 second ago")
    }
}
