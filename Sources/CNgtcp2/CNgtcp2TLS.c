// TLS 1.3 for QUIC, by GnuTLS.

#include "CNgtcp2Internal.h"

#include <ngtcp2/ngtcp2_crypto_gnutls.h>
#include <stdlib.h>
#include <string.h>

/// TLS 1.3 only; the compatibility mode of TLS over TCP is forbidden in QUIC (RFC 9001, section 8.4).
static const char priorities[] =
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:"
    "-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:%DISABLE_TLS13_COMPAT_MODE";

static aura_quic_tls *tls_new(int *error) {
    aura_quic_tls *tls = calloc(1, sizeof *tls);
    if (tls == NULL) {
        *error = GNUTLS_E_MEMORY_ERROR;
        return NULL;
    }
    *error = gnutls_certificate_allocate_credentials(&tls->credentials);
    if (*error == 0) *error = gnutls_priority_init(&tls->priority, priorities, NULL);
    if (*error == 0) return tls;
    aura_quic_tls_free(tls);
    return NULL;
}

aura_quic_tls *aura_quic_tls_server(
    const uint8_t *certificate, size_t certificate_length, const uint8_t *key, size_t key_length, int *error) {
    aura_quic_tls *tls = tls_new(error);
    if (tls == NULL) return NULL;
    // GnuTLS does not write to what it is given, though its type does not say so.
    gnutls_datum_t chain = {(unsigned char *)(uintptr_t)certificate, (unsigned)certificate_length};
    gnutls_datum_t secret = {(unsigned char *)(uintptr_t)key, (unsigned)key_length};
    *error = gnutls_certificate_set_x509_key_mem(tls->credentials, &chain, &secret, GNUTLS_X509_FMT_PEM);
    if (*error >= 0) return tls;
    aura_quic_tls_free(tls);
    return NULL;
}

aura_quic_tls *aura_quic_tls_client(int *error) { return tls_new(error); }

void aura_quic_tls_free(aura_quic_tls *tls) {
    if (tls->priority != NULL) gnutls_priority_deinit(tls->priority);
    if (tls->credentials != NULL) gnutls_certificate_free_credentials(tls->credentials);
    free(tls);
}

const uint8_t *aura_quic_tls_leaf(const aura_quic_tls *tls, size_t *length) {
    gnutls_datum_t leaf = {NULL, 0};
    if (gnutls_certificate_get_crt_raw(tls->credentials, 0, 0, &leaf) < 0) leaf.data = NULL;
    *length = leaf.data == NULL ? 0 : leaf.size;
    return leaf.data;
}

const char *aura_quic_tls_error_text(int error) { return gnutls_strerror(error); }

static ngtcp2_conn *get_connection(ngtcp2_crypto_conn_ref *reference) {
    return ((struct aura_quic *)reference->user_data)->conn;
}

static int configure(struct aura_quic *quic, const aura_quic_tls *tls, int is_server, const char *server_name) {
    static const gnutls_datum_t protocol = {(unsigned char *)"h3", 2};
    int error = gnutls_priority_set(quic->session, tls->priority);
    if (error < 0) return error;
    int result = is_server ? ngtcp2_crypto_gnutls_configure_server_session(quic->session)
                           : ngtcp2_crypto_gnutls_configure_client_session(quic->session);
    if (result != 0) return GNUTLS_E_INTERNAL_ERROR;
    error = gnutls_credentials_set(quic->session, GNUTLS_CRD_CERTIFICATE, tls->credentials);
    if (error < 0) return error;
    error = gnutls_alpn_set_protocols(quic->session, &protocol, 1, GNUTLS_ALPN_MANDATORY);
    if (error < 0 || server_name == NULL) return error;
    return gnutls_server_name_set(quic->session, GNUTLS_NAME_DNS, server_name, strlen(server_name));
}

int quic_tls_attach(struct aura_quic *quic, const aura_quic_tls *tls, int is_server, const char *server_name) {
    unsigned flags = (is_server ? GNUTLS_SERVER : GNUTLS_CLIENT) | GNUTLS_NO_TICKETS | GNUTLS_NO_AUTO_REKEY;
    int error = gnutls_init(&quic->session, flags);
    if (error < 0) {
        quic->session = NULL;
        return error;
    }
    quic->reference.get_conn = get_connection;
    quic->reference.user_data = quic;
    gnutls_session_set_ptr(quic->session, &quic->reference);
    error = configure(quic, tls, is_server, server_name);
    if (error >= 0) ngtcp2_conn_set_tls_native_handle(quic->conn, quic->session);
    return error;
}

const uint8_t *aura_quic_peer_leaf(const aura_quic *quic, size_t *length) {
    unsigned count = 0;
    const gnutls_datum_t *chain = gnutls_certificate_get_peers(quic->session, &count);
    if (chain == NULL || count == 0) {
        *length = 0;
        return NULL;
    }
    *length = chain[0].size;
    return chain[0].data;
}

const char *aura_quic_alert_text(aura_quic *quic) {
    uint8_t alert = ngtcp2_conn_get_tls_alert(quic->conn);
    return alert == 0 ? NULL : gnutls_alert_get_name((gnutls_alert_description_t)alert);
}
