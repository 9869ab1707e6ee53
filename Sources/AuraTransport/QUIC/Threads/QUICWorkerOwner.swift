/// What a worker works for.
protocol QUICWorkerOwner: QUICOwner, ~Copyable, Sendable {
    /// True when the thread is to end.
    var isDone: Bool { get }
    /// When the owner wants ``review(_:at:)`` at the latest, in ticks.
    var deadline: UInt64? { get }
    /// Called each time round.
    mutating func review(_ endpoint: inout QUICEndpoint, at time: QUICTime)
    mutating func close(_ endpoint: inout QUICEndpoint, _ closing: QUICMailbox.Closing, at time: QUICTime)
    mutating func install(_ receiver: any QUICReceiver)
    /// The socket is broken: everything is to be closed.
    mutating func giveUp(_ endpoint: inout QUICEndpoint, _ reason: LinkCloseReason, at time: QUICTime)
    /// What the kernel lost.
    func count(_ tally: LinkStatistics)
}
