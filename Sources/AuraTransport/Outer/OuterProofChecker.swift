public import AuraCrypto
public import AuraWire
internal import Synchronization

/// Tells who holds the outer key from who does not (PROTOCOL.md, "The proof"). Any thread may ask.
///
/// Each proof is good once. Only holders of the key can make the memory of proofs grow, and it has a bound: when a
/// generation is full it becomes the old one, and what was the old one is forgotten early.
public final class OuterProofChecker: Sendable {
    /// How far a proof's time may be from ours, in milliseconds.
    public static let tolerance: UInt64 = 300_000
    /// Proofs remembered in each of two generations.
    public static let generationCapacity = 65_536

    private struct Memory {
        var young: Set<[UInt8]> = []
        var old: Set<[UInt8]> = []
        var youngSince: UInt64 = 0
    }

    private let sealer: OuterSealer
    private let transport: TransportKind
    private let certificate: [UInt8]
    private let memory = Mutex(Memory())

    /// - Parameter certificate: the leaf in DER that this server shows.
    public init(key: OuterKey, transport: TransportKind, certificate: [UInt8]) {
        sealer = key.proofSealer
        self.transport = transport
        self.certificate = certificate
    }

    /// True for a proof of our key, made for us and not seen before.
    ///
    /// - Parameter time: milliseconds since 1970.
    public func accepts(_ proof: [UInt8], at time: UInt64) -> Bool {
        guard proof.count <= OuterProof.maximumLength, let made = timeOfValid(proof) else { return false }
        let distance = made > time ? made - time : time - made
        guard distance <= Self.tolerance else { return false }
        return remember(Array(proof.prefix(OuterSealer.overhead)), at: time)
    }

    /// When a proof was made that is good as such.
    private func timeOfValid(_ proof: [UInt8]) -> UInt64? {
        var copy = proof
        var span = copy.mutableSpan
        guard let plain = sealer.open(&span), plain.count >= OuterProof.fieldsLength else { return nil }
        let fields = plain.prefix(OuterProof.fieldsLength).map { span[$0] }
        let time = fields[2..<10].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // Its seal has proved it, so there is nothing left to learn from how long a comparison takes.
        return fields == OuterProof.fields(transport, time: time, certificate: certificate) ? time : nil
    }

    private func remember(_ mark: [UInt8], at time: UInt64) -> Bool {
        memory.withLock { memory in
            // A proof is acceptable for twice the tolerance at most, and each generation lasts as long.
            // Threads come with times that differ a little; a clock that was set back by more begins anew.
            let isOver = time > memory.youngSince &+ 2 * Self.tolerance || time &+ Self.tolerance < memory.youngSince
            if isOver || memory.young.count >= Self.generationCapacity {
                memory.old = memory.young
                memory.young = []
                memory.youngSince = time
            }
            guard !memory.old.contains(mark) else { return false }
            return memory.young.insert(mark).inserted
        }
    }
}
