/// The pauses between the attempts of one search: patient at first, so that what is liked best has its chance alone, then
/// quick, so that what comes last has its turn while the search lasts.
struct DialPace {
    /// Steps with the full pause.
    static let patientSteps = 12
    /// The pause after those, at most.
    static let hurry = Duration.milliseconds(50)

    let stagger: Duration

    /// The pause after a step, counted from 1.
    func pause(after step: Int) -> Duration {
        step <= Self.patientSteps ? stagger : min(stagger, Self.hurry)
    }
}
