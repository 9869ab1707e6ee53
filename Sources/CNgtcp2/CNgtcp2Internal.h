// What the files of this target share.

#ifndef CNGTCP2_INTERNAL_H
#define CNGTCP2_INTERNAL_H

#include "include/CNgtcp2.h"

#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <ngtcp2/ngtcp2.h>
#include <ngtcp2/ngtcp2_crypto.h>

struct aura_quic_tls {
    gnutls_certificate_credentials_t credentials;
    gnutls_priority_t priority;
};

struct aura_quic {
    ngtcp2_conn *conn;
    gnutls_session_t session;
    ngtcp2_crypto_conn_ref reference;
    struct aura_quic_inbox *inbox;
    struct aura_quic_report report;
    uint64_t newest_large;
    uint64_t granted;
    /// Bytes written since the library was last told the time, and when the next ones were due.
    uint64_t unpaced;
    uint64_t due;
    /// The keys of the application level are there.
    int may_send_data;
    struct aura_quic_id_change changes[AURA_QUIC_ID_CHANGES];
    uint8_t secret[AURA_QUIC_SECRET_LENGTH];
    uint8_t token[AURA_QUIC_TOKEN_ROOM];
    size_t token_length;
    struct aura_quic_id ids[2];
    uint32_t id_count;
};

/// A path with room for the addresses it points to.
struct quic_path {
    ngtcp2_path path;
    ngtcp2_sockaddr_union local;
    ngtcp2_sockaddr_union remote;
};

void quic_to_cid(ngtcp2_cid *to, const struct aura_quic_id *from);
void quic_from_bytes(struct aura_quic_id *to, const uint8_t *bytes, size_t length);
/// Returns the length of the socket address.
ngtcp2_socklen quic_to_sockaddr(ngtcp2_sockaddr_union *to, const struct aura_address *from);
void quic_to_path(struct quic_path *to, const struct aura_quic_path *from);
void quic_from_path(struct aura_quic_path *to, const ngtcp2_path *from);
void quic_random(void *memory, size_t length);

/// Decrypts a packet for the reader, and hides from the library what it must not see.
int quic_decrypt(
    uint8_t *to, const ngtcp2_crypto_aead *aead, const ngtcp2_crypto_aead_ctx *context, const uint8_t *sealed,
    size_t length, const uint8_t *nonce, size_t nonce_length, const uint8_t *extra, size_t extra_length);
/// Says whose packet is being read; NULL for nobody's.
void quic_set_reader(struct aura_quic *quic);
/// For tests: what the connection says is changed before it is sealed.
void quic_set_tampering(ngtcp2_callbacks *callbacks, uint64_t seed);
void quic_set_callbacks(ngtcp2_callbacks *callbacks, int is_server);
/// Gives the connection its TLS session; returns a number of GnuTLS.
int quic_tls_attach(struct aura_quic *quic, const aura_quic_tls *tls, int is_server, const char *server_name);

#endif
