internal import AuraWire

/// The address of ours that a peer sent to.
struct LocalSource: Hashable, Sendable {
    var ip: IPAddress
    /// The interface; matters for link-local addresses only.
    var interfaceIndex: UInt32
}
