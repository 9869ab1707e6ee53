import AuraPKI
import AuraSession
import AuraWire
import Testing

/// Watches everything that honest nodes put on the wire, in every simulation: what must hold always is checked here.
struct Audit {
    private struct Nonce: Hashable {
        let destination: SocketAddress
        let index: UInt32
        let counter: UInt64
    }

    /// What the outer layer adds to a handshake datagram: it counts as much for a question as for its answer.
    private static let outerOverhead = 40

    private var nonces: Set<Nonce> = []
    private var heard: [SocketAddress: Int] = [:]
    private var said: [SocketAddress: Int] = [:]

    /// A node sends: no counter is used twice under the keys that an index names.
    mutating func sends(_ datagram: [UInt8], to destination: SocketAddress) {
        guard let header = DataHeader(datagram.span) else { return }
        let nonce = Nonce(destination: destination, index: header.receiverIndex, counter: header.counter)
        if !nonces.insert(nonce).inserted { Issue.record("counter \(header.counter) was used twice") }
    }

    /// The server hears something other than data.
    mutating func serverHears(_ datagram: [UInt8], from source: SocketAddress) {
        heard[source, default: 0] += datagram.count + Self.outerOverhead
    }

    /// The server says something other than data: all its answers to an address are at most as long as the questions.
    mutating func serverSays(_ datagram: [UInt8], to destination: SocketAddress) {
        guard datagram.first != DatagramType.data.rawValue else { return }
        said[destination, default: 0] += datagram.count + Self.outerOverhead
        let (answers, questions) = (said[destination, default: 0], heard[destination, default: 0])
        if answers > questions { Issue.record("\(answers) bytes of answers to \(questions) bytes of questions") }
    }
}
