/// How large packets may be: what the library has found out, held down when large packets vanish.
///
/// The library probes for larger packets but does not notice when they stop to get through.
struct QUICPathSize {
    private enum Clamp {
        case off
        /// Small packets only; at that time large ones are tried again.
        case held(until: UInt64)
        /// A large packet is on its way.
        case trying
    }

    private var clamp = Clamp.off
    private var losingSince: UInt64?

    /// True while packets must be small.
    var isClamped: Bool {
        if case .off = clamp { return false }
        return true
    }

    /// When to look again, if it is only for time to pass.
    var nextTry: UInt64? {
        if case .held(let until) = clamp { return until }
        return nil
    }

    /// Nothing is acknowledged any more, perhaps because of its size.
    mutating func noteSuspicion(at now: UInt64) {
        if case .trying = clamp { return }
        clamp = .held(until: now &+ QUICLimits.shortClamp)
    }

    /// Looks at how many large frames were lost in a row; true when that makes the packets small from now on.
    mutating func noteLosses(_ inARow: UInt64, at now: UInt64) -> Bool {
        guard inARow > 0, !isClamped else {
            losingSince = nil
            return false
        }
        guard let since = losingSince else {
            losingSince = now
            return false
        }
        guard inARow >= QUICLimits.blackHoleLosses, now >= since &+ QUICLimits.blackHoleTime else { return false }
        losingSince = nil
        clamp = .held(until: now &+ QUICLimits.longClamp)
        return true
    }

    /// True when a large packet is to be tried now; it counts as on its way from then on.
    mutating func takeTry(at now: UInt64) -> Bool {
        guard case .held(let until) = clamp, now >= until else { return false }
        clamp = .trying
        return true
    }

    /// The large packet has arrived, or was lost.
    mutating func settleTry(arrived: Bool, at now: UInt64) {
        guard case .trying = clamp else { return }
        clamp = arrived ? .off : .held(until: now &+ QUICLimits.longClamp)
    }
}
