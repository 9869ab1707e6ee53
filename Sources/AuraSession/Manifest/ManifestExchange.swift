/// What the exchange of a manifest may cost, and its clocks (PROTOCOL.md, "Manifest exchange").
package enum ManifestExchange {
    /// Parts that answer one request, at most.
    package static let partsPerRequest = 8
    /// How often a server that was not heard reminds a client of one manifest in one session.
    package static let maximumReminders = 6

    /// Requests that a server answers at once in one session: enough for the largest manifest on a good path.
    package static let sessionBurst = 128.0
    /// Requests a second that it answers in one session after that.
    package static let sessionRate = 10.0
    /// Requests that it answers at once in all sessions together.
    package static let totalBurst = 1_000.0
    /// Requests a second that it answers in all sessions together after that, so that the one thread that owns the
    /// state machine has time for the rest.
    package static let totalRate = 500.0

    /// News that a client acts on at once.
    package static let newsBurst = 8.0
    /// News a second that it acts on after that.
    package static let newsRate = 0.5

    /// How long a client waits for the first answer to a request; at least two round trips. It doubles from one
    /// unanswered request to the next.
    package static let firstTimeout = Duration.seconds(1)
    /// The longest wait for an answer.
    package static let maximumTimeout = Duration.seconds(8)
    /// How long it waits for the next part once some have come; at least a round trip.
    package static let gapTimeout = Duration.milliseconds(250)
    /// Requests in a row without any answer, after which it waits for the next news. They take about as long as it is to
    /// the next keys, which bring news.
    package static let maximumTries = 16
}
