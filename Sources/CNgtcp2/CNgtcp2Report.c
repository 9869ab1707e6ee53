// What a connection says of itself.

#include "CNgtcp2Internal.h"

#include <string.h>

const struct aura_quic_report *aura_quic_report(const aura_quic *quic) { return &quic->report; }

void aura_quic_forget_probe(aura_quic *quic) { quic->report.probe = 0; }

uint32_t aura_quic_take_id_changes(aura_quic *quic, struct aura_quic_id_change *changes) {
    uint32_t count = quic->report.id_changes;
    memcpy(changes, quic->changes, count * sizeof *changes);
    quic->report.id_changes = 0;
    return count;
}

uint32_t aura_quic_first_ids(const aura_quic *quic, struct aura_quic_id *ids) {
    memcpy(ids, quic->ids, quic->id_count * sizeof *ids);
    return quic->id_count;
}

/// Bytes in a second. The library's own idea may stay far too high for as long as the window alone slows it down.
static uint64_t pace(const ngtcp2_conn_stat *stat) {
    double most = 1e3;
    if (stat->pacing_rate > 0 && stat->pacing_rate < most) most = stat->pacing_rate;
    double round_trip = stat->smoothed_rtt > 0 ? (double)stat->smoothed_rtt : 1;
    double by_window = (double)stat->cwnd / round_trip;
    return (uint64_t)((by_window < most ? by_window : most) * 1e9);
}

void aura_quic_read_state(aura_quic *quic, struct aura_quic_state *state) {
    ngtcp2_conn_stat stat;
    ngtcp2_conn_get_conn_stat(quic->conn, &stat);
    // Before the first sample the smoothed round trip is a guess of the library.
    state->round_trip = stat.first_rtt_sample_ts == UINT64_MAX ? 0 : stat.smoothed_rtt;
    state->probe_timeout = ngtcp2_conn_get_pto(quic->conn);
    state->probes = stat.pto_count;
    state->in_flight = stat.bytes_in_flight;
    state->window_left = stat.cwnd > stat.bytes_in_flight ? stat.cwnd - stat.bytes_in_flight : 0;
    state->quantum = ngtcp2_conn_get_send_quantum(quic->conn);
    state->pace = pace(&stat);
    state->path_payload = ngtcp2_conn_get_path_max_tx_udp_payload_size(quic->conn);
    const ngtcp2_transport_params *peer = ngtcp2_conn_get_remote_transport_params(quic->conn);
    state->peer_datagram = peer == NULL ? 0 : peer->max_datagram_frame_size;
    state->peer_id_length = (uint32_t)ngtcp2_conn_get_dcid(quic->conn)->datalen;
}

struct aura_quic_path aura_quic_current_path(aura_quic *quic) {
    struct aura_quic_path path;
    quic_from_path(&path, ngtcp2_conn_get_path(quic->conn));
    return path;
}

/// Printable ASCII only: the text goes into logs.
static void copy_text(char *to, size_t capacity, const uint8_t *from, size_t length) {
    if (length > capacity - 1) length = capacity - 1;
    for (size_t i = 0; i < length; i++) to[i] = from[i] >= 0x20 && from[i] < 0x7f ? (char)from[i] : '?';
    to[length] = 0;
}

void aura_quic_read_closing(aura_quic *quic, struct aura_quic_closing *closing) {
    ngtcp2_connection_close_error error;
    ngtcp2_connection_close_error_default(&error);
    ngtcp2_conn_get_connection_close_error(quic->conn, &error);
    closing->is_application = error.type == NGTCP2_CONNECTION_CLOSE_ERROR_CODE_TYPE_APPLICATION;
    closing->code = error.error_code;
    copy_text(closing->reason, sizeof closing->reason, error.reason, error.reason == NULL ? 0 : error.reasonlen);
}

const uint8_t *aura_quic_given_token(const aura_quic *quic, size_t *length) {
    *length = quic->token_length;
    return quic->token;
}

int aura_quic_error_is_draining(int error) { return error == NGTCP2_ERR_DRAINING; }
int aura_quic_error_is_closing(int error) { return error == NGTCP2_ERR_CLOSING; }
int aura_quic_error_is_idle(int error) { return error == NGTCP2_ERR_IDLE_CLOSE; }
int aura_quic_error_is_timeout(int error) { return error == NGTCP2_ERR_HANDSHAKE_TIMEOUT; }
int aura_quic_error_is_drop(int error) { return error == NGTCP2_ERR_DROP_CONN; }
int aura_quic_error_is_retry(int error) { return error == NGTCP2_ERR_RETRY; }
int aura_quic_error_is_versions(int error) { return error == NGTCP2_ERR_RECV_VERSION_NEGOTIATION; }
int aura_quic_error_is_tls(int error) { return error == NGTCP2_ERR_CRYPTO; }
