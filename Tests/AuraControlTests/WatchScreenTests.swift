import AuraControl
import Testing

@Suite("Showing a text again and again")
struct WatchScreenTests {
    @Test("A terminal is cleared once, then overwritten in place")
    func terminal() {
        var screen = WatchScreen(isTerminal: true)
        #expect(screen.frame("a\nb\n") == "\u{1B}[2J\u{1B}[Ha\u{1B}[K\nb\u{1B}[K\n\u{1B}[J")
        #expect(screen.frame("c\n") == "\u{1B}[Hc\u{1B}[K\n\u{1B}[J")
    }

    @Test("Elsewhere there are no escape sequences, and an empty line between")
    func noTerminal() {
        var screen = WatchScreen(isTerminal: false)
        #expect(screen.frame("a\n", height: 1) == "a\n")
        #expect(screen.frame("b\n", height: 1) == "\nb\n")
    }

    @Test("What is higher than the terminal is cut, and said to be")
    func height() {
        let text = "1\n2\n3\n4\n"
        var screen = WatchScreen(isTerminal: true)
        #expect(screen.frame(text, height: 5).contains("4\u{1B}[K\n"))
        #expect(screen.frame(text, height: 4) == "\u{1B}[H1\u{1B}[K\n2\u{1B}[K\n... 2 more lines\u{1B}[K\n\u{1B}[J")
    }

    @Test("NO_COLOR and a dumb terminal switch colour off")
    func colour() {
        #expect(Terminal.allowsColour(["TERM": "xterm"]))
        #expect(Terminal.allowsColour(["NO_COLOR": ""]))
        #expect(!Terminal.allowsColour(["NO_COLOR": "1"]))
        #expect(!Terminal.allowsColour(["TERM": "dumb"]))
    }
}
