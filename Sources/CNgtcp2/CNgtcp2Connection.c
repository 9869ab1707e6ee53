// One connection, from beginning to end.

#include "CNgtcp2Internal.h"

#include <stdlib.h>
#include <string.h>

/// Grants that MAX_STREAMS carries in four bytes (RFC 9000, section 16), which is what is kept free for it.
static const uint64_t most_grants = (1ULL << 30) - 16;

/// Lateness that is made up for, in nanoseconds. What more of it would save up went out as one burst.
static const uint64_t most_lateness = 2000000;

// --- making ---

static void set_transport(
    ngtcp2_transport_params *parameters, const struct aura_quic_settings *settings) {
    ngtcp2_transport_params_default(parameters);
    // As an HTTP/3 server or client would have it. Nothing is kept of what comes on streams.
    parameters->initial_max_data = 1 << 20;
    parameters->initial_max_stream_data_bidi_local = 1 << 18;
    parameters->initial_max_stream_data_bidi_remote = 1 << 18;
    parameters->initial_max_stream_data_uni = 1 << 18;
    parameters->initial_max_streams_bidi = 100;
    parameters->initial_max_streams_uni = 3;
    parameters->max_idle_timeout = settings->idle_timeout;
    parameters->active_connection_id_limit = settings->connection_ids;
    parameters->max_datagram_frame_size = settings->maximum_datagram;
}

static void set_library(ngtcp2_settings *library, const struct aura_quic_settings *settings) {
    ngtcp2_settings_default(library);
    library->cc_algo = NGTCP2_CC_ALGO_BBR2;
    library->initial_ts = settings->now;
    library->handshake_timeout = settings->handshake_timeout;
    library->max_tx_udp_payload_size = AURA_QUIC_PACKET_ROOM;
}

static struct aura_quic *quic_new(const struct aura_quic_settings *settings) {
    struct aura_quic *quic = calloc(1, sizeof *quic);
    if (quic != NULL && settings->secret != NULL) memcpy(quic->secret, settings->secret, sizeof quic->secret);
    return quic;
}

static void know(struct aura_quic *quic, const struct aura_quic_id *id) { quic->ids[quic->id_count++] = *id; }

aura_quic *aura_quic_client_new(
    const aura_quic_tls *tls, const struct aura_quic_settings *settings, const struct aura_quic_path *path,
    const struct aura_quic_id *ours, const char *server_name, const uint8_t *token, size_t token_length) {
    struct aura_quic *quic = quic_new(settings);
    if (quic == NULL) return NULL;
    ngtcp2_transport_params parameters;
    ngtcp2_settings library;
    ngtcp2_callbacks callbacks;
    set_transport(&parameters, settings);
    set_library(&library, settings);
    library.token.base = (uint8_t *)(uintptr_t)token;
    library.token.len = token_length;
    quic_set_callbacks(&callbacks, 0);
    if (settings->tampering != 0) quic_set_tampering(&callbacks, settings->tampering);
    ngtcp2_cid source, destination = {.datalen = 16};
    quic_random(destination.data, destination.datalen);
    quic_to_cid(&source, ours);
    struct quic_path where;
    quic_to_path(&where, path);
    int error = ngtcp2_conn_client_new(
        &quic->conn, &destination, &source, &where.path, NGTCP2_PROTO_VER_V1, &callbacks, &library, &parameters, NULL,
        quic);
    if (error != 0) quic->conn = NULL;
    if (error == 0) error = quic_tls_attach(quic, tls, 0, server_name);
    know(quic, ours);
    if (error >= 0) return quic;
    aura_quic_free(quic);
    return NULL;
}

static int name_server(
    struct aura_quic *quic, ngtcp2_transport_params *parameters, const struct aura_quic_hello *hello,
    const ngtcp2_cid *ours, const struct aura_quic_id *original) {
    quic_to_cid(&parameters->original_dcid, original != NULL ? original : &hello->destination);
    if (original != NULL) {
        quic_to_cid(&parameters->retry_scid, &hello->destination);
        parameters->retry_scid_present = 1;
    }
    parameters->stateless_reset_token_present = 1;
    return ngtcp2_crypto_generate_stateless_reset_token(
        parameters->stateless_reset_token, quic->secret, sizeof quic->secret, ours);
}

aura_quic *aura_quic_server_new(
    const aura_quic_tls *tls, const struct aura_quic_settings *settings, const struct aura_quic_path *path,
    const struct aura_quic_hello *hello, const struct aura_quic_id *ours, const struct aura_quic_id *original,
    int is_validated) {
    struct aura_quic *quic = quic_new(settings);
    if (quic == NULL) return NULL;
    ngtcp2_transport_params parameters;
    ngtcp2_settings library;
    ngtcp2_callbacks callbacks;
    ngtcp2_cid source, destination;
    quic_to_cid(&source, ours);
    quic_to_cid(&destination, &hello->source);
    set_transport(&parameters, settings);
    int error = name_server(quic, &parameters, hello, &source, original);
    set_library(&library, settings);
    if (is_validated) {
        library.token.base = (uint8_t *)(uintptr_t)hello->token;
        library.token.len = hello->token_length;
    }
    quic_set_callbacks(&callbacks, 1);
    if (settings->tampering != 0) quic_set_tampering(&callbacks, settings->tampering);
    struct quic_path where;
    quic_to_path(&where, path);
    if (error == 0) {
        error = ngtcp2_conn_server_new(
            &quic->conn, &destination, &source, &where.path, hello->version, &callbacks, &library, &parameters, NULL,
            quic);
        if (error != 0) quic->conn = NULL;
    }
    if (error == 0) error = quic_tls_attach(quic, tls, 1, NULL);
    know(quic, ours);
    know(quic, &hello->destination);
    if (error >= 0) return quic;
    aura_quic_free(quic);
    return NULL;
}

void aura_quic_free(aura_quic *quic) {
    // In this order: the connection still refers to the session.
    if (quic->conn != NULL) ngtcp2_conn_del(quic->conn);
    if (quic->session != NULL) gnutls_deinit(quic->session);
    gnutls_memset(quic->secret, 0, sizeof quic->secret);
    free(quic);
}

// --- packets ---

/// A peer that leaves out its transport parameters gets through TLS all the same, and the library would then fail an
/// assertion with the next packet that it writes. Nothing may be asked of such a connection but to be freed.
static int is_broken(struct aura_quic *quic) {
    return quic->may_send_data && (ngtcp2_conn_get_negotiated_version(quic->conn) == 0 ||
                                   ngtcp2_conn_get_remote_transport_params(quic->conn) == NULL);
}

int aura_quic_read(
    aura_quic *quic, const struct aura_quic_path *path, const uint8_t *bytes, size_t length, uint64_t now,
    struct aura_quic_inbox *inbox) {
    if (length == 0) return 0;
    struct quic_path where;
    quic_to_path(&where, path);
    quic->inbox = inbox;
    quic_set_reader(quic);
    int result = ngtcp2_conn_read_pkt(quic->conn, &where.path, NULL, bytes, length, now);
    quic_set_reader(NULL);
    quic->inbox = NULL;
    return is_broken(quic) ? NGTCP2_ERR_DROP_CONN : result;
}

/// A path for the library to write to.
static void prepare(struct quic_path *where) {
    memset(where, 0, sizeof *where);
    where->path.local.addr = &where->local.sa;
    where->path.remote.addr = &where->remote.sa;
}

ssize_t aura_quic_write(
    aura_quic *quic, uint8_t *memory, size_t capacity, const uint8_t *data, size_t length, uint64_t mark,
    int *accepted, struct aura_quic_path *path, uint64_t now) {
    struct quic_path where;
    prepare(&where);
    *accepted = 0;
    if (is_broken(quic)) return NGTCP2_ERR_DROP_CONN;
    ngtcp2_ssize written;
    if (length == 0) {
        written = ngtcp2_conn_write_pkt(quic->conn, &where.path, NULL, memory, capacity, now);
    } else {
        ngtcp2_vec vector = {(uint8_t *)(uintptr_t)data, length};
        written = ngtcp2_conn_writev_datagram(
            quic->conn, &where.path, NULL, memory, capacity, accepted, NGTCP2_WRITE_DATAGRAM_FLAG_NONE, mark, &vector,
            1, now);
    }
    if (written <= 0) return written;
    quic->unpaced += (uint64_t)written;
    quic_from_path(path, &where.path);
    return written;
}

static ssize_t write_error(
    aura_quic *quic, uint8_t *memory, size_t capacity, const ngtcp2_connection_close_error *error,
    struct aura_quic_path *path, uint64_t now) {
    if (is_broken(quic)) return 0;
    if (ngtcp2_conn_is_in_closing_period(quic->conn) || ngtcp2_conn_is_in_draining_period(quic->conn)) return 0;
    struct quic_path where;
    prepare(&where);
    ngtcp2_ssize written =
        ngtcp2_conn_write_connection_close(quic->conn, &where.path, NULL, memory, capacity, error, now);
    if (written > 0) quic_from_path(path, &where.path);
    return written;
}

ssize_t aura_quic_write_close(
    aura_quic *quic, uint8_t *memory, size_t capacity, int is_transport, uint64_t code, const char *reason,
    struct aura_quic_path *path, uint64_t now) {
    ngtcp2_connection_close_error error;
    ngtcp2_connection_close_error_default(&error);
    const uint8_t *text = (const uint8_t *)reason;
    if (is_transport) {
        ngtcp2_connection_close_error_set_transport_error(&error, code, text, strlen(reason));
    } else {
        ngtcp2_connection_close_error_set_application_error(&error, code, text, strlen(reason));
    }
    return write_error(quic, memory, capacity, &error, path, now);
}

ssize_t aura_quic_write_failure(
    aura_quic *quic, uint8_t *memory, size_t capacity, int number, struct aura_quic_path *path, uint64_t now) {
    // After such an error the library's state is not to be relied on.
    if (ngtcp2_err_is_fatal(number)) return 0;
    ngtcp2_connection_close_error error;
    ngtcp2_connection_close_error_default(&error);
    uint8_t alert = ngtcp2_conn_get_tls_alert(quic->conn);
    if (number == NGTCP2_ERR_CRYPTO && alert != 0) {
        ngtcp2_connection_close_error_set_transport_error_tls_alert(&error, alert, NULL, 0);
    } else {
        ngtcp2_connection_close_error_set_transport_error_liberr(&error, number, NULL, 0);
    }
    return write_error(quic, memory, capacity, &error, path, now);
}

// --- time ---

uint64_t aura_quic_expiry(aura_quic *quic) { return ngtcp2_conn_get_expiry(quic->conn); }

int aura_quic_handle_expiry(aura_quic *quic, uint64_t now) { return ngtcp2_conn_handle_expiry(quic->conn, now); }

void aura_quic_sent(aura_quic *quic, uint64_t now) {
    if (quic->unpaced == 0) return;
    // The library counts the pause from the time that it is told. A thread wakes up late each time, and the path would
    // stand idle for as long; so it is told when the packets were due.
    uint64_t earliest = now > most_lateness ? now - most_lateness : 0;
    uint64_t from = quic->due < earliest ? earliest : quic->due < now ? quic->due : now;
    ngtcp2_conn_stat stat;
    ngtcp2_conn_get_conn_stat(quic->conn, &stat);
    ngtcp2_conn_update_pkt_tx_time(quic->conn, from);
    double pause = stat.pacing_rate > 0 ? (double)quic->unpaced / stat.pacing_rate : 0;
    quic->due = from + (pause < 1e9 ? (uint64_t)pause : 1000000000);
    quic->unpaced = 0;
}

int aura_quic_arm(aura_quic *quic) {
    if (quic->granted >= 2 * most_grants) return 0;
    if (quic->granted++ < most_grants) {
        ngtcp2_conn_extend_max_streams_uni(quic->conn, 1);
    } else {
        ngtcp2_conn_extend_max_streams_bidi(quic->conn, 1);
    }
    return 1;
}

int aura_quic_give_token(aura_quic *quic, const struct aura_address *remote, const uint8_t *secret, uint64_t time) {
    ngtcp2_sockaddr_union name;
    ngtcp2_socklen name_length = quic_to_sockaddr(&name, remote);
    uint8_t token[NGTCP2_CRYPTO_MAX_REGULAR_TOKENLEN];
    ngtcp2_ssize length = ngtcp2_crypto_generate_regular_token(
        token, secret, AURA_QUIC_SECRET_LENGTH, &name.sa, name_length, time);
    if (length <= 0) return (int)length;
    return ngtcp2_conn_submit_new_token(quic->conn, token, (size_t)length);
}
