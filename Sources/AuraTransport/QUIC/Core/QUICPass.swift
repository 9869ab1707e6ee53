internal import AuraCrypto
internal import Crypto

/// How a client deals with the server: the certificates it takes, and its proof of the outer key.
package struct QUICPass: Sendable {
    let tls: QUICTLS
    private let proof: OuterProof
    private let pins: Set<[UInt8]>

    package init(tls: QUICTLS, proof: OuterProof, pins: Set<[UInt8]>) {
        self.tls = tls
        self.proof = proof
        self.pins = pins
    }

    /// True when the client may show its proof to a server with this leaf.
    func trusts(_ leaf: [UInt8]) -> Bool {
        !leaf.isEmpty && (pins.isEmpty || pins.contains(Array(SHA256.hash(data: leaf))))
    }

    func makeProof(for leaf: [UInt8], at time: QUICTime) -> [UInt8] {
        proof.bytes(for: leaf, at: time.wall)
    }
}
