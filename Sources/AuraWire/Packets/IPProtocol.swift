/// The protocol numbers that matter here (IANA, "Assigned Internet Protocol Numbers").
enum IPProtocol {
    static let hopByHopOptions: UInt8 = 0
    static let tcp: UInt8 = 6
    static let udp: UInt8 = 17
    static let routing: UInt8 = 43
    static let destinationOptions: UInt8 = 60
}
