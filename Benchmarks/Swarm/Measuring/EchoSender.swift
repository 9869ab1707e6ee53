import AuraSession
import AuraTransport
import AuraWire

/// Sends pings through clients' sessions, one at a time. One thread uses it.
struct EchoSender: ~Copyable {
    private var packets = PacketBatch(capacity: 1, bytes: 2_048, headroom: PayloadKind.longestPrefix)
    private var datagrams = PacketBatch(capacity: 1, bytes: 2_048)
    private var sequence: UInt16 = 0

    /// Sends one; false while the client has no session.
    mutating func send(through client: SwarmClient) -> Bool {
        guard let way = client.way else { return false }
        sequence &+= 1
        let request = EchoRequest(source: way.inner.own, destination: way.inner.server, sequence: sequence)
        packets.removeAll()
        packets.append(upTo: EchoRequest.length) { output in
            request.write(to: &output)
            return EchoRequest.length
        }
        datagrams.removeAll()
        var cursor = SealCursor(0..<1)
        guard (try? way.session.seal(&packets, from: &cursor, into: &datagrams, now: .now)) != nil else { return false }
        way.link.send(&datagrams)
        return true
    }
}
