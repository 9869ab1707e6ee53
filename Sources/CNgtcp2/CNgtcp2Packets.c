// Packets that belong to no connection yet, or not any more; and conversions.

#include "CNgtcp2Internal.h"

#include <gnutls/crypto.h>
#include <string.h>

/// How long a Retry may take, and how long a token for a later connection is good.
static const ngtcp2_duration retry_lifetime = 10 * NGTCP2_SECONDS;
static const ngtcp2_duration token_lifetime = 24 * 3600 * NGTCP2_SECONDS;

void quic_random(void *memory, size_t length) {
    // Without randomness nothing here is safe. GnuTLS fails so only where the system has no source of it.
    if (gnutls_rnd(GNUTLS_RND_RANDOM, memory, length) < 0) abort();
}

// --- conversions ---

static void put(uint8_t *bytes, uint64_t value, int count) {
    for (int i = count - 1; i >= 0; i--, value >>= 8) bytes[i] = (uint8_t)value;
}

static uint64_t get(const uint8_t *bytes, int count) {
    uint64_t value = 0;
    for (int i = 0; i < count; i++) value = value << 8 | bytes[i];
    return value;
}

void quic_to_cid(ngtcp2_cid *to, const struct aura_quic_id *from) {
    memset(to, 0, sizeof *to);
    to->datalen = from->length <= NGTCP2_MAX_CIDLEN ? from->length : NGTCP2_MAX_CIDLEN;
    uint8_t bytes[NGTCP2_MAX_CIDLEN];
    put(bytes, from->head, 8);
    put(bytes + 8, from->middle, 8);
    put(bytes + 16, from->tail, 4);
    memcpy(to->data, bytes, to->datalen);
}

void quic_from_bytes(struct aura_quic_id *to, const uint8_t *bytes, size_t length) {
    uint8_t padded[NGTCP2_MAX_CIDLEN] = {0};
    if (length > sizeof padded) length = sizeof padded;
    if (length > 0) memcpy(padded, bytes, length);
    to->head = get(padded, 8);
    to->middle = get(padded + 8, 8);
    to->tail = (uint32_t)get(padded + 16, 4);
    to->length = (uint32_t)length;
}

ngtcp2_socklen quic_to_sockaddr(ngtcp2_sockaddr_union *to, const struct aura_address *from) {
    memset(to, 0, sizeof *to);
    if (from->family == 4) {
        to->in.sin_family = AF_INET;
        to->in.sin_port = htons(from->port);
        to->in.sin_addr.s_addr = htonl((uint32_t)from->low);
        return sizeof to->in;
    }
    to->in6.sin6_family = AF_INET6;
    to->in6.sin6_port = htons(from->port);
    to->in6.sin6_scope_id = from->interface_index;
    put(to->in6.sin6_addr.s6_addr, from->high, 8);
    put(to->in6.sin6_addr.s6_addr + 8, from->low, 8);
    return sizeof to->in6;
}

static void from_sockaddr(struct aura_address *to, const ngtcp2_addr *from) {
    memset(to, 0, sizeof *to);
    if (from->addrlen == sizeof(struct sockaddr_in)) {
        struct sockaddr_in name;
        memcpy(&name, from->addr, sizeof name);
        to->family = 4;
        to->low = ntohl(name.sin_addr.s_addr);
        to->port = ntohs(name.sin_port);
    } else if (from->addrlen == sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 name;
        memcpy(&name, from->addr, sizeof name);
        to->family = 6;
        to->high = get(name.sin6_addr.s6_addr, 8);
        to->low = get(name.sin6_addr.s6_addr + 8, 8);
        to->interface_index = name.sin6_scope_id;
        to->port = ntohs(name.sin6_port);
    }
}

void quic_to_path(struct quic_path *to, const struct aura_quic_path *from) {
    to->path.local.addr = &to->local.sa;
    to->path.local.addrlen = quic_to_sockaddr(&to->local, &from->local);
    to->path.remote.addr = &to->remote.sa;
    to->path.remote.addrlen = quic_to_sockaddr(&to->remote, &from->remote);
    to->path.user_data = NULL;
}

void quic_from_path(struct aura_quic_path *to, const ngtcp2_path *from) {
    from_sockaddr(&to->local, &from->local);
    from_sockaddr(&to->remote, &from->remote);
}

// --- reading ---

void aura_quic_peek(const uint8_t *bytes, size_t length, struct aura_quic_header *header) {
    memset(header, 0, sizeof *header);
    // The library asserts that there is something to look at.
    if (length == 0) return;
    ngtcp2_version_cid found;
    int result = ngtcp2_pkt_decode_version_cid(&found, bytes, length, AURA_QUIC_ID_LENGTH);
    if (result != 0 && result != NGTCP2_ERR_VERSION_NEGOTIATION) return;
    if (result != 0 && length < AURA_QUIC_LEAST_PAYLOAD) return;
    if (found.dcidlen > NGTCP2_MAX_CIDLEN || found.scidlen > NGTCP2_MAX_CIDLEN) return;
    header->version = found.version;
    quic_from_bytes(&header->destination, found.dcid, found.dcidlen);
    quic_from_bytes(&header->source, found.scid, found.scidlen);
    header->kind = result != 0           ? AURA_QUIC_FOREIGN
                   : (bytes[0] & 0x80) == 0 ? AURA_QUIC_SHORT
                                            : AURA_QUIC_LONG;
}

int aura_quic_read_hello(const uint8_t *bytes, size_t length, struct aura_quic_hello *hello) {
    if (length < AURA_QUIC_LEAST_PAYLOAD) return -1;
    ngtcp2_pkt_hd head;
    memset(&head, 0, sizeof head);
    if (ngtcp2_accept(&head, bytes, length) != 0) return -1;
    if (head.version != NGTCP2_PROTO_VER_V1) return -1;
    hello->version = head.version;
    quic_from_bytes(&hello->destination, head.dcid.data, head.dcid.datalen);
    quic_from_bytes(&hello->source, head.scid.data, head.scid.datalen);
    hello->token = head.token.base;
    hello->token_length = head.token.len;
    return 0;
}

enum aura_quic_token aura_quic_check_token(
    const struct aura_quic_hello *hello, const struct aura_address *remote, const uint8_t *secret, uint64_t time,
    struct aura_quic_id *original, int *was_retried) {
    *was_retried = 0;
    if (hello->token_length == 0 || hello->token_length > AURA_QUIC_TOKEN_ROOM) return AURA_QUIC_TOKEN_NONE;
    ngtcp2_sockaddr_union name;
    ngtcp2_socklen name_length = quic_to_sockaddr(&name, remote);
    if (hello->token[0] == NGTCP2_CRYPTO_TOKEN_MAGIC_RETRY) {
        ngtcp2_cid destination, first;
        quic_to_cid(&destination, &hello->destination);
        int result = ngtcp2_crypto_verify_retry_token(
            &first, hello->token, hello->token_length, secret, AURA_QUIC_SECRET_LENGTH, hello->version, &name.sa,
            name_length, &destination, retry_lifetime, time);
        if (result != 0) return AURA_QUIC_TOKEN_BAD_RETRY;
        quic_from_bytes(original, first.data, first.datalen);
        *was_retried = 1;
        return AURA_QUIC_TOKEN_GOOD;
    }
    if (hello->token[0] != NGTCP2_CRYPTO_TOKEN_MAGIC_REGULAR) return AURA_QUIC_TOKEN_NONE;
    int result = ngtcp2_crypto_verify_regular_token(
        hello->token, hello->token_length, secret, AURA_QUIC_SECRET_LENGTH, &name.sa, name_length, token_lifetime,
        time);
    return result == 0 ? AURA_QUIC_TOKEN_GOOD : AURA_QUIC_TOKEN_NONE;
}

// --- writing ---

ssize_t aura_quic_write_retry(
    uint8_t *memory, size_t capacity, const struct aura_quic_hello *hello, const struct aura_address *remote,
    const struct aura_quic_id *ours, const uint8_t *secret, uint64_t time) {
    ngtcp2_sockaddr_union name;
    ngtcp2_socklen name_length = quic_to_sockaddr(&name, remote);
    ngtcp2_cid client, first, retry;
    quic_to_cid(&client, &hello->source);
    quic_to_cid(&first, &hello->destination);
    quic_to_cid(&retry, ours);
    uint8_t token[NGTCP2_CRYPTO_MAX_RETRY_TOKENLEN];
    ngtcp2_ssize length = ngtcp2_crypto_generate_retry_token(
        token, secret, AURA_QUIC_SECRET_LENGTH, hello->version, &name.sa, name_length, &retry, &first, time);
    if (length < 0) return length;
    return ngtcp2_crypto_write_retry(
        memory, capacity, hello->version, &client, &retry, &first, token, (size_t)length);
}

ssize_t aura_quic_write_refusal(uint8_t *memory, size_t capacity, const struct aura_quic_hello *hello, uint64_t code) {
    ngtcp2_cid client, server;
    quic_to_cid(&client, &hello->source);
    quic_to_cid(&server, &hello->destination);
    return ngtcp2_crypto_write_connection_close(memory, capacity, hello->version, &client, &server, code, NULL, 0);
}

ssize_t aura_quic_write_versions(uint8_t *memory, size_t capacity, const struct aura_quic_header *header) {
    ngtcp2_cid client, server;
    quic_to_cid(&client, &header->source);
    quic_to_cid(&server, &header->destination);
    uint8_t random;
    quic_random(&random, 1);
    const uint32_t versions[] = {NGTCP2_PROTO_VER_V1};
    return ngtcp2_pkt_write_version_negotiation(
        memory, capacity, random, client.data, client.datalen, server.data, server.datalen, versions, 1);
}

ssize_t aura_quic_write_reset(
    uint8_t *memory, size_t length, const struct aura_quic_id *destination, const uint8_t *secret) {
    uint8_t token[NGTCP2_STATELESS_RESET_TOKENLEN];
    uint8_t random[AURA_QUIC_LEAST_PAYLOAD];
    if (length < NGTCP2_STATELESS_RESET_TOKENLEN + NGTCP2_MIN_STATELESS_RESET_RANDLEN) return NGTCP2_ERR_NOBUF;
    size_t random_length = length - NGTCP2_STATELESS_RESET_TOKENLEN;
    if (random_length > sizeof random) return NGTCP2_ERR_NOBUF;
    ngtcp2_cid id;
    quic_to_cid(&id, destination);
    if (ngtcp2_crypto_generate_stateless_reset_token(token, secret, AURA_QUIC_SECRET_LENGTH, &id) != 0) return -1;
    quic_random(random, random_length);
    return ngtcp2_pkt_write_stateless_reset(memory, length, token, random, random_length);
}

void aura_quic_random_id(struct aura_quic_id *id) {
    uint8_t bytes[AURA_QUIC_ID_LENGTH];
    quic_random(bytes, sizeof bytes);
    quic_from_bytes(id, bytes, sizeof bytes);
}

const char *aura_quic_error_text(int error) { return ngtcp2_strerror(error); }
