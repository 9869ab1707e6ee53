internal import CNgtcp2

/// Credentials for TLS, shared by the connections of one listener or client.
///
/// Sound because the credentials are not changed after `init`, which lets GnuTLS sessions of any thread use them, and
/// are freed once, by `deinit`.
package final class QUICTLS: @unchecked Sendable {
    let raw: OpaquePointer
    /// The leaf that a server shows, in DER; empty for a client.
    package let leaf: [UInt8]

    /// A client's: it shows nothing and accepts any certificate.
    package init() throws(TransportError) {
        var error: Int32 = 0
        guard let made = aura_quic_tls_client(&error) else { throw Self.failure("prepare TLS", error) }
        raw = made
        leaf = []
    }

    /// A server's, from PEM texts.
    package init(certificate: String, key: String) throws(TransportError) {
        var error: Int32 = 0
        let chain = Array(certificate.utf8)
        let secret = Array(key.utf8)
        guard let made = aura_quic_tls_server(chain, chain.count, secret, secret.count, &error) else {
            throw Self.failure("use the TLS certificate and key for QUIC", error)
        }
        var length = 0
        let found = aura_quic_tls_leaf(made, &length)
        raw = made
        leaf = Array(UnsafeBufferPointer(start: found, count: found == nil ? 0 : length))
    }

    deinit {
        aura_quic_tls_free(raw)
    }

    private static func failure(_ what: String, _ error: Int32) -> TransportError {
        let text = aura_quic_tls_error_text(error).map { String(cString: $0) } ?? "error \(error)"
        return .configuration("cannot \(what): \(text); give a certificate and the key that belongs to it, both in PEM")
    }
}
