public import AuraWire

/// What owns the traffic of a link, or of all links of one thread.
///
/// It runs on the links' own thread or event loop and nowhere else, so its hot state needs no lock. It must not block:
/// the link receives nothing meanwhile.
public protocol DatagramHandler: ~Copyable, Sendable {
    /// Takes what was received. Entries of length 0 were dropped by the link and are to be skipped.
    ///
    /// The batch belongs to the link and is used again after the call: packets may be changed in place, not kept and not
    /// appended to.
    mutating func handle(_ batch: inout PacketBatch, from link: any Link)

    /// A link has closed; called once for each, last.
    mutating func linkClosed(_ link: any Link, reason: LinkCloseReason)
}
