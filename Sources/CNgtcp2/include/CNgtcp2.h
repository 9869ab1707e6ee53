// QUIC connections, in terms that Swift can hold: what this header shows is all that Aura knows of ngtcp2 and GnuTLS.
//
// Swift cannot call the library itself, whose entry points are macros over versioned functions, and the library's
// callbacks must not reach back into the caller. So they are all answered here: what they tell is left in the connection
// for the caller to take after the call. Nothing here reads a clock or touches a socket.
//
// A connection is used by one thread at a time. Functions return 0 or more on success; on failure a negative number of
// the library (aura_quic_error_text) unless said otherwise.

#ifndef CNGTCP2_H
#define CNGTCP2_H

#include <CAura.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /// Bytes of the connection ids that we give out.
    AURA_QUIC_ID_LENGTH = 8,
    /// Bytes that one outgoing packet needs room for; nothing longer is ever sent.
    AURA_QUIC_PACKET_ROOM = 1452,
    /// What every path carries.
    AURA_QUIC_LEAST_PAYLOAD = 1200,
    /// Bytes of the secret that tokens are made from.
    AURA_QUIC_SECRET_LENGTH = 32,
    /// Changes of connection ids that one call may bring.
    AURA_QUIC_ID_CHANGES = 32,
    /// Room for the reason that a peer closes with.
    AURA_QUIC_REASON_ROOM = 128,
    /// Room for an address validation token.
    AURA_QUIC_TOKEN_ROOM = 256,
    /// Not a seed: only the number of the TLS extension with the transport parameters is changed.
    AURA_QUIC_TAMPER_PARAMETERS = 1,
    /// Not a seed: asks for connection ids to be retired, and gives one of them again.
    AURA_QUIC_TAMPER_RETIREMENT = 2,
};

/// A connection id: up to 20 bytes as numbers in network order, zero behind the end.
struct aura_quic_id {
    uint64_t head;
    uint64_t middle;
    uint32_t tail;
    uint32_t length;
};

struct aura_quic_path {
    struct aura_address local;
    struct aura_address remote;
};

// --- packets without a connection (CNgtcp2Packets.c) ---

enum aura_quic_kind {
    AURA_QUIC_UNUSABLE = 0,
    AURA_QUIC_SHORT = 1,
    AURA_QUIC_LONG = 2,
    /// A version that we do not speak, in a datagram long enough to deserve an answer.
    AURA_QUIC_FOREIGN = 3,
};

/// What the front of a datagram says. `source` means something in long headers only.
struct aura_quic_header {
    enum aura_quic_kind kind;
    uint32_t version;
    struct aura_quic_id destination;
    struct aura_quic_id source;
};

/// A client's first packet. The token points into the datagram.
struct aura_quic_hello {
    uint32_t version;
    struct aura_quic_id destination;
    struct aura_quic_id source;
    const uint8_t *token;
    size_t token_length;
};

enum aura_quic_token {
    AURA_QUIC_TOKEN_NONE = 0,
    AURA_QUIC_TOKEN_GOOD = 1,
    /// Made for a Retry and not good (any more): the connection is to be refused.
    AURA_QUIC_TOKEN_BAD_RETRY = 2,
};

void aura_quic_peek(const uint8_t *bytes, size_t length, struct aura_quic_header *header);
/// 0 when the datagram begins with a packet that a connection may begin with.
int aura_quic_read_hello(const uint8_t *bytes, size_t length, struct aura_quic_hello *hello);

/// Tells what the hello's token proves. `original` is set when the token came with a Retry. `time` is nanoseconds since
/// 1970, here and below.
enum aura_quic_token aura_quic_check_token(
    const struct aura_quic_hello *hello, const struct aura_address *remote, const uint8_t *secret, uint64_t time,
    struct aura_quic_id *original, int *was_retried);
ssize_t aura_quic_write_retry(
    uint8_t *memory, size_t capacity, const struct aura_quic_hello *hello, const struct aura_address *remote,
    const struct aura_quic_id *ours, const uint8_t *secret, uint64_t time);
/// Closes a connection that never was, with a transport error.
ssize_t aura_quic_write_refusal(uint8_t *memory, size_t capacity, const struct aura_quic_hello *hello, uint64_t code);
ssize_t aura_quic_write_versions(uint8_t *memory, size_t capacity, const struct aura_quic_header *header);
/// A stateless reset of `length` bytes for the connection that had the id.
ssize_t aura_quic_write_reset(
    uint8_t *memory, size_t length, const struct aura_quic_id *destination, const uint8_t *secret);
void aura_quic_random_id(struct aura_quic_id *id);
const char *aura_quic_error_text(int error);

// --- TLS (CNgtcp2TLS.c) ---

typedef struct aura_quic_tls aura_quic_tls;

/// Credentials of a server, from PEM texts; NULL with `error` set to a number of GnuTLS.
aura_quic_tls *aura_quic_tls_server(
    const uint8_t *certificate, size_t certificate_length, const uint8_t *key, size_t key_length, int *error);
aura_quic_tls *aura_quic_tls_client(int *error);
void aura_quic_tls_free(aura_quic_tls *tls);
/// The server's own leaf in DER; NULL when there is none.
const uint8_t *aura_quic_tls_leaf(const aura_quic_tls *tls, size_t *length);
const char *aura_quic_tls_error_text(int error);

// --- connections (CNgtcp2Connection.c, CNgtcp2Callbacks.c) ---

typedef struct aura_quic aura_quic;

/// Times and limits; nanoseconds and bytes.
struct aura_quic_settings {
    uint64_t now;
    uint64_t handshake_timeout;
    uint64_t idle_timeout;
    uint64_t maximum_datagram;
    uint64_t connection_ids;
    /// A server's secret for reset tokens, AURA_QUIC_SECRET_LENGTH bytes; NULL for a client.
    const uint8_t *secret;
    /// For tests: unless 0, the connection talks nonsense, after this seed or as AURA_QUIC_TAMPER_... says.
    uint64_t tampering;
};

/// `server_name` may be NULL; the token of an earlier connection is optional.
aura_quic *aura_quic_client_new(
    const aura_quic_tls *tls, const struct aura_quic_settings *settings, const struct aura_quic_path *path,
    const struct aura_quic_id *ours, const char *server_name, const uint8_t *token, size_t token_length);
/// `original` is the id that the client first chose when it has been told to retry, else NULL; `is_validated` says that
/// the client's token proves its address.
aura_quic *aura_quic_server_new(
    const aura_quic_tls *tls, const struct aura_quic_settings *settings, const struct aura_quic_path *path,
    const struct aura_quic_hello *hello, const struct aura_quic_id *ours, const struct aura_quic_id *original,
    int is_validated);
void aura_quic_free(aura_quic *quic);

/// Where received DATAGRAM frames go. `used` and `count` grow; frames that do not fit are counted in `lost`.
struct aura_quic_inbox {
    uint8_t *memory;
    size_t capacity;
    size_t used;
    /// End of each frame in `memory`, relative to the frame before.
    uint32_t *lengths;
    uint32_t room;
    uint32_t count;
    uint32_t lost;
};

/// Takes one UDP payload. It is not changed.
int aura_quic_read(
    aura_quic *quic, const struct aura_quic_path *path, const uint8_t *bytes, size_t length, uint64_t now,
    struct aura_quic_inbox *inbox);
/// Writes one packet: what the connection itself wants to say, or may say, and `data` as a DATAGRAM frame unless its
/// length is 0. Returns the packet's length, 0 when nothing can or need be sent now. `path` is where it goes.
ssize_t aura_quic_write(
    aura_quic *quic, uint8_t *memory, size_t capacity, const uint8_t *data, size_t length, uint64_t mark,
    int *accepted, struct aura_quic_path *path, uint64_t now);
/// Ends the connection with an application error (or, with `is_transport`, a transport error).
ssize_t aura_quic_write_close(
    aura_quic *quic, uint8_t *memory, size_t capacity, int is_transport, uint64_t code, const char *reason,
    struct aura_quic_path *path, uint64_t now);
/// The same for an error that the library returned.
ssize_t aura_quic_write_failure(
    aura_quic *quic, uint8_t *memory, size_t capacity, int error, struct aura_quic_path *path, uint64_t now);
uint64_t aura_quic_expiry(aura_quic *quic);
int aura_quic_handle_expiry(aura_quic *quic, uint64_t now);
/// To be called after the packets of one go have been written.
void aura_quic_sent(aura_quic *quic, uint64_t now);
/// Makes the next packet one that must be acknowledged and whose loss is noticed, by granting the peer a stream more.
/// Returns 0 when no more can be granted in as few bytes as are kept free for it.
int aura_quic_arm(aura_quic *quic);
/// Sends the peer a token that lets its next connection do without a Retry.
int aura_quic_give_token(
    aura_quic *quic, const struct aura_address *remote, const uint8_t *secret, uint64_t time);

enum aura_quic_flag {
    AURA_QUIC_HANDSHAKEN = 1,
    /// The peer used a stream, or said something else that is not said here.
    AURA_QUIC_STREAMS = 2,
    /// The peer says that it does not know the connection.
    AURA_QUIC_RESET = 4,
};

/// What the callbacks have left, and what the connection says of itself.
struct aura_quic_report {
    uint32_t flags;
    /// Connection ids not yet taken.
    uint32_t id_changes;
    uint64_t acknowledged;
    uint64_t lost;
    /// How often a path has been found to reach the peer.
    uint64_t validations;
    /// Large DATAGRAM frames lost in a row, none of them older than the newest acknowledged one.
    uint64_t large_lost_in_a_row;
    /// Of the last probe of the path's size: 0 = not known, 1 = arrived, 2 = lost.
    uint32_t probe;
};

/// Marks for DATAGRAM frames: a number that grows, and two flags.
#define AURA_QUIC_MARK_LARGE 1ULL
#define AURA_QUIC_MARK_PROBE 2ULL
#define AURA_QUIC_MARK_STEP 4ULL

const struct aura_quic_report *aura_quic_report(const aura_quic *quic);
void aura_quic_forget_probe(aura_quic *quic);

struct aura_quic_id_change {
    struct aura_quic_id id;
    int is_new;
};
/// Takes the changes of our ids since the last call, at most AURA_QUIC_ID_CHANGES; returns how many.
uint32_t aura_quic_take_id_changes(aura_quic *quic, struct aura_quic_id_change *changes);
/// The ids that the connection goes by now, besides those that changes tell; returns how many, at most 4.
uint32_t aura_quic_first_ids(const aura_quic *quic, struct aura_quic_id *ids);

/// Durations in nanoseconds.
struct aura_quic_state {
    uint64_t round_trip;
    uint64_t probe_timeout;
    uint64_t probes;
    uint64_t window_left;
    uint64_t in_flight;
    uint64_t quantum;
    /// Bytes that can be sent in a second, as far as is known.
    uint64_t pace;
    uint64_t path_payload;
    uint64_t peer_datagram;
    uint32_t peer_id_length;
};
void aura_quic_read_state(aura_quic *quic, struct aura_quic_state *state);
struct aura_quic_path aura_quic_current_path(aura_quic *quic);

/// What the peer closed with.
struct aura_quic_closing {
    int is_application;
    uint64_t code;
    char reason[AURA_QUIC_REASON_ROOM];
};
void aura_quic_read_closing(aura_quic *quic, struct aura_quic_closing *closing);
/// The leaf in DER that the peer showed; NULL before it did.
const uint8_t *aura_quic_peer_leaf(const aura_quic *quic, size_t *length);
/// The TLS alert that ended the handshake here, as text; NULL when none did.
const char *aura_quic_alert_text(aura_quic *quic);
/// The newest token that the server gave for a later connection; its length is 0 when there is none.
const uint8_t *aura_quic_given_token(const aura_quic *quic, size_t *length);

/// Numbers of the library that the caller has to tell apart.
int aura_quic_error_is_draining(int error);
int aura_quic_error_is_closing(int error);
int aura_quic_error_is_idle(int error);
int aura_quic_error_is_timeout(int error);
int aura_quic_error_is_drop(int error);
int aura_quic_error_is_retry(int error);
int aura_quic_error_is_versions(int error);
int aura_quic_error_is_tls(int error);

#ifdef __cplusplus
}
#endif

#endif
