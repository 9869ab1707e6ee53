// What the library calls. Nothing leaves this file but by way of the connection's fields.

#include "CNgtcp2Internal.h"

#include <string.h>

static int note(struct aura_quic *quic, uint32_t flag) {
    quic->report.flags |= flag;
    return 0;
}

static int on_handshake_completed(ngtcp2_conn *conn, void *context) {
    (void)conn;
    return note(context, AURA_QUIC_HANDSHAKEN);
}

static int on_send_key(ngtcp2_conn *conn, ngtcp2_crypto_level level, void *context) {
    (void)conn;
    struct aura_quic *quic = context;
    if (level == NGTCP2_CRYPTO_LEVEL_APPLICATION) quic->may_send_data = 1;
    return 0;
}

static int on_stream_open(ngtcp2_conn *conn, int64_t stream, void *context) {
    (void)conn, (void)stream;
    return note(context, AURA_QUIC_STREAMS);
}

static int on_stream_data(
    ngtcp2_conn *conn, uint32_t flags, int64_t stream, uint64_t offset, const uint8_t *data, size_t length,
    void *context, void *stream_context) {
    (void)conn, (void)flags, (void)stream, (void)offset, (void)data, (void)length, (void)stream_context;
    return note(context, AURA_QUIC_STREAMS);
}

static int on_reset(ngtcp2_conn *conn, const ngtcp2_pkt_stateless_reset *reset, void *context) {
    (void)conn, (void)reset;
    return note(context, AURA_QUIC_RESET);
}

static void on_random(uint8_t *memory, size_t length, const ngtcp2_rand_ctx *context) {
    (void)context;
    quic_random(memory, length);
}

// --- connection ids ---

static int note_id(struct aura_quic *quic, const ngtcp2_cid *id, int is_new) {
    if (quic->report.id_changes >= AURA_QUIC_ID_CHANGES) return NGTCP2_ERR_CALLBACK_FAILURE;
    struct aura_quic_id_change *change = &quic->changes[quic->report.id_changes++];
    quic_from_bytes(&change->id, id->data, id->datalen);
    change->is_new = is_new;
    return 0;
}

static int on_new_id(ngtcp2_conn *conn, ngtcp2_cid *id, uint8_t *token, size_t length, void *context) {
    struct aura_quic *quic = context;
    quic_random(id->data, length);
    id->datalen = length;
    if (!ngtcp2_conn_is_server(conn)) {
        // Only servers answer for connections that they have forgotten.
        quic_random(token, NGTCP2_STATELESS_RESET_TOKENLEN);
    } else if (ngtcp2_crypto_generate_stateless_reset_token(token, quic->secret, sizeof quic->secret, id) != 0) {
        return NGTCP2_ERR_CALLBACK_FAILURE;
    }
    return note_id(quic, id, 1);
}

static int on_removed_id(ngtcp2_conn *conn, const ngtcp2_cid *id, void *context) {
    (void)conn;
    return note_id(context, id, 0);
}

static int on_token(ngtcp2_conn *conn, const ngtcp2_vec *token, void *context) {
    (void)conn;
    struct aura_quic *quic = context;
    if (token->len == 0 || token->len > sizeof quic->token) return 0;
    memcpy(quic->token, token->base, token->len);
    quic->token_length = token->len;
    return 0;
}

// --- DATAGRAM frames ---

static int on_datagram(ngtcp2_conn *conn, uint32_t flags, const uint8_t *data, size_t length, void *context) {
    (void)conn, (void)flags;
    struct aura_quic_inbox *inbox = ((struct aura_quic *)context)->inbox;
    // The data of an empty frame is NULL.
    if (inbox == NULL || length == 0) return 0;
    if (inbox->count >= inbox->room || length > inbox->capacity - inbox->used) {
        inbox->lost++;
        return 0;
    }
    memcpy(inbox->memory + inbox->used, data, length);
    inbox->used += length;
    inbox->lengths[inbox->count++] = (uint32_t)length;
    return 0;
}

static int on_acknowledged(ngtcp2_conn *conn, uint64_t mark, void *context) {
    (void)conn;
    struct aura_quic *quic = context;
    quic->report.acknowledged++;
    if (mark & AURA_QUIC_MARK_PROBE) quic->report.probe = 1;
    if ((mark & AURA_QUIC_MARK_LARGE) == 0) return 0;
    quic->report.large_lost_in_a_row = 0;
    if (mark > quic->newest_large) quic->newest_large = mark;
    return 0;
}

static int on_lost(ngtcp2_conn *conn, uint64_t mark, void *context) {
    (void)conn;
    struct aura_quic *quic = context;
    quic->report.lost++;
    if (mark & AURA_QUIC_MARK_PROBE) quic->report.probe = 2;
    if ((mark & AURA_QUIC_MARK_LARGE) != 0 && mark > quic->newest_large) quic->report.large_lost_in_a_row++;
    return 0;
}

static int on_validated(
    ngtcp2_conn *conn, uint32_t flags, const ngtcp2_path *path, ngtcp2_path_validation_result result, void *context) {
    (void)conn, (void)flags, (void)path;
    if (result == NGTCP2_PATH_VALIDATION_RESULT_SUCCESS) ((struct aura_quic *)context)->report.validations++;
    return 0;
}

void quic_set_callbacks(ngtcp2_callbacks *callbacks, int is_server) {
    memset(callbacks, 0, sizeof *callbacks);
    if (is_server) {
        callbacks->recv_client_initial = ngtcp2_crypto_recv_client_initial_cb;
    } else {
        callbacks->client_initial = ngtcp2_crypto_client_initial_cb;
        callbacks->recv_retry = ngtcp2_crypto_recv_retry_cb;
        callbacks->recv_new_token = on_token;
    }
    callbacks->recv_crypto_data = ngtcp2_crypto_recv_crypto_data_cb;
    callbacks->encrypt = ngtcp2_crypto_encrypt_cb;
    callbacks->decrypt = quic_decrypt;
    callbacks->hp_mask = ngtcp2_crypto_hp_mask_cb;
    callbacks->update_key = ngtcp2_crypto_update_key_cb;
    callbacks->delete_crypto_aead_ctx = ngtcp2_crypto_delete_crypto_aead_ctx_cb;
    callbacks->delete_crypto_cipher_ctx = ngtcp2_crypto_delete_crypto_cipher_ctx_cb;
    callbacks->get_path_challenge_data = ngtcp2_crypto_get_path_challenge_data_cb;
    callbacks->version_negotiation = ngtcp2_crypto_version_negotiation_cb;
    callbacks->handshake_completed = on_handshake_completed;
    callbacks->recv_tx_key = on_send_key;
    callbacks->stream_open = on_stream_open;
    callbacks->recv_stream_data = on_stream_data;
    callbacks->recv_stateless_reset = on_reset;
    callbacks->rand = on_random;
    callbacks->get_new_connection_id = on_new_id;
    callbacks->remove_connection_id = on_removed_id;
    callbacks->recv_datagram = on_datagram;
    callbacks->ack_datagram = on_acknowledged;
    callbacks->lost_datagram = on_lost;
    callbacks->path_validation = on_validated;
}
