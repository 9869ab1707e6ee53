/// What the control server asks for each answer; the node implements it.
public protocol StatusProvider: Sendable {
    /// A picture of the node as it is now. It must not wait for the network.
    func currentStatus() async -> NodeStatus
}
