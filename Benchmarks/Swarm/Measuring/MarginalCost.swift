/// What one more packet costs: the difference between many packets and few, so that what clients cost by being there -
/// new keys, questions whether the path still works - is not laid on packets.
struct MarginalCost: Codable, Sendable {
    /// Processor time of the server and packets that were answered, in some time.
    struct Reading: Codable, Sendable {
        let processorSeconds: Double
        let packets: Int
        let seconds: Double
    }

    let few: Reading
    let many: Reading

    /// Of a packet and its answer.
    var microseconds: Double {
        // Both took about equally long; what one took longer is scaled away.
        let scale = many.seconds / few.seconds
        let packets = Double(many.packets) - Double(few.packets) * scale
        return packets > 0 ? (many.processorSeconds - few.processorSeconds * scale) / packets * 1e6 : .nan
    }

    /// The same with everything that the server did laid on the packets.
    var grossMicroseconds: Double { many.processorSeconds / Double(max(1, many.packets)) * 1e6 }
}
